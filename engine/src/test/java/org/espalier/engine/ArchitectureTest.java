package org.espalier.engine;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGeneratorFactory;
import org.apiguardian.api.API;

/**
 * Which way the arrows of the house point. A rule that fails here names a dependency that should not be there; mend the
 * dependency, not the rule. That plugins depend on the API alone is held by the enforcer in {@code plugins/pom.xml}.
 */
@AnalyzeClasses(packages = "org.espalier", importOptions = ArchitectureTest.WithoutTests.class)
final class ArchitectureTest {
    /** Whatever the API mentions is shared with every plugin, so it mentions next to nothing. */
    @ArchTest
    static final ArchRule API_STANDS_ALONE = classes()
            .that()
            .resideInAPackage("org.espalier.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.espalier.api..",
                    "org.nd4j..",
                    "org.jspecify.annotations..",
                    "org.apiguardian.api..",
                    "jakarta.validation..");

    @ArchTest
    static final ArchRule API_IS_PROMISED = classes()
            .that()
            .resideInAPackage("org.espalier.api..")
            .and()
            .areTopLevelClasses()
            .and()
            .haveModifier(PUBLIC)
            .and()
            .doNotHaveSimpleName("package-info")
            .should()
            .beAnnotatedWith(API.class);

    @ArchTest
    static final ArchRule ENGINE_IS_EMBEDDABLE = noClasses()
            .that()
            .resideInAPackage("org.espalier.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.espalier.dist..", "org.espalier.plugins..", "org.espalier.testkit..", "picocli..");

    @ArchTest
    static final ArchRule ENGINE_PARTS_FORM_NO_CYCLES =
            slices().matching("org.espalier.engine.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule OUTPUT_IS_THE_CALLERS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule LOGGING_IS_SLF4J = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule EXCEPTIONS_SAY_WHAT_KIND = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    /** Digits and marks are the same whatever the machine's language: a text is formatted with a locale that is named. */
    @ArchTest
    static final ArchRule TEXTS_ARE_THE_SAME_EVERYWHERE = noClasses()
            .should()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(String.class, "formatted", Object[].class)
            .orShould()
            .callMethod(PrintStream.class, "printf", String.class, Object[].class)
            .orShould()
            .callMethod(PrintWriter.class, "printf", String.class, Object[].class);

    /** A run is repeated from its seed, on every Java: what Java's own generators draw of one differs from release to release. */
    @ArchTest
    static final ArchRule RANDOMNESS_IS_HANDED_IN = noClasses()
            .should()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class, RandomGeneratorFactory.class)
            .orShould()
            .callMethod(Collections.class, "shuffle", List.class);

    /**
     * The last bit of these differs from Java to Java and from processor to processor, unless StrictMath computes them. Loops over
     * single activations have no time for that; pictures have no need.
     */
    @ArchTest
    static final ArchRule FUNCTIONS_ARE_THE_SAME_EVERYWHERE = noClasses()
            .that()
            .resideInAPackage("org.espalier.engine..")
            .and()
            .resideOutsideOfPackage("org.espalier.engine.report..")
            .and()
            .doNotHaveSimpleName("Loops")
            .should()
            .callMethodWhere(target(owner(type(Math.class)))
                    .and(target(nameMatching("a?(sin|cos|tan)h?|atan2|exp|expm1|log|log10|log1p|pow|cbrt|hypot"))));

    /** Leaves tests out wherever they were compiled to; ArchUnit's own option knows a few folders by name. */
    static final class WithoutTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }
}
