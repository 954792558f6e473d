package org.espalier.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.plugin.Spi;
import org.espalier.api.score.Criterion;
import org.junit.jupiter.api.Test;

final class NewPluginTest {
    private static NewPlugin named(String name) {
        return new NewPlugin(name, Criterion.class, NewPlugin.usualPackage(name));
    }

    @Test
    void namesClassesByTheSeamSoThatNoneHidesAnother() {
        assertThat(named("nearest").component()).isEqualTo("NearestCriterion");
        assertThat(named("top-5-of").component()).isEqualTo("Top5OfCriterion");
        assertThat(named("criterion").component()).isEqualTo("CriterionCriterion");
        assertThat(named("string").plugin()).isEqualTo("StringPlugin");
        assertThat(named("top-5-of").packageName()).isEqualTo("com.example.top5of");
    }

    @Test
    void findsASeamHoweverItIsWritten() {
        for (String written : List.of("mask-policy", "MaskPolicy", "mask policy", "mask_policy", "Mask-Policy")) {
            assertThat(SeamNames.require(written)).isEqualTo(MaskPolicy.class);
        }
        assertThat(SeamNames.all()).hasSameSizeAs(Spi.SEAMS).contains("data-source", "criterion");
    }

    @Test
    void saysWhichSeamsThereAre() {
        assertThatThrownBy(() -> SeamNames.require("criterium"))
                .hasMessageStartingWith(
                        "there is no seam 'criterium'. Did you mean 'criterion'? There are data-source, stage,"
                                + " optimizer,")
                .hasMessageEndingWith("reporter");
        assertThatThrownBy(() -> SeamNames.require("zzz"))
                .hasMessageStartingWith("there is no seam 'zzz'. There are data-source");
    }

    @Test
    void refusesNamesThatNobodyCanWrite() {
        assertThatThrownBy(() -> named("My Plugin"))
                .hasMessage(
                        "'My Plugin' is no name for a plugin: names begin with a lower case letter and have lower case"
                                + " letters, digits and hyphens, such as 'my-plugin'");
        assertThatThrownBy(() -> named("5th")).hasMessageEndingWith("such as 'th'");
        for (String bad : List.of("", " ", "Ä", "../x", "a/b", "a\nb", "-a", "a.b", "1")) {
            assertThatThrownBy(() -> named(bad)).as(bad).hasMessageContaining("is no name for a plugin");
        }
        assertThatThrownBy(() -> named("a".repeat(61))).hasMessageContaining("61 characters");
    }

    @Test
    void refusesWordsOfJava() {
        for (String word : List.of("class", "int", "true", "null", "new")) {
            assertThatThrownBy(() -> named(word))
                    .hasMessage("'" + word
                            + "' is a word of the Java language and cannot be part of a package; take another"
                            + " name");
        }
        assertThatThrownBy(() -> named("in-t")).hasMessageContaining("'com.example.int' is no package");
    }

    @Test
    void refusesPackagesThatAreNoneOrOthers() {
        for (String bad :
                List.of("", "com..acme", "com.acme.", "com.class", "com acme", "1com", "com.äcme", "com-acme")) {
            assertThatThrownBy(() -> new NewPlugin("x", Criterion.class, bad))
                    .as(bad)
                    .hasMessageContaining("'" + bad + "' is no package")
                    .hasMessageContaining("--package");
        }
        for (String others : List.of("java.util", "org.espalier", "org.espalier.api.score", "org.nd4j")) {
            assertThatThrownBy(() -> new NewPlugin("x", Criterion.class, others))
                    .hasMessageContaining("belongs to others");
        }
    }
}
