package org.espalier.dist;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Spi;
import org.espalier.engine.config.Yaml11;
import org.espalier.engine.plugin.Registry;

/**
 * A plugin that is still to be written, with one component that has its name.
 *
 * @param name what users call the plugin and its component
 * @param seam what the component is, one of {@link Spi#SEAMS}
 * @param packageName the package of its classes
 */
record NewPlugin(String name, Class<?> seam, String packageName) {
    private static final int LONGEST_NAME = 60;
    private static final String LEGAL_PACKAGE = "[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*";
    private static final List<String> OTHERS_PACKAGES =
            List.of("java.", "javax.", "org.espalier.", "org.nd4j.", "org.bytedeco.", "org.slf4j.");

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException when one of them is not possible; says why
     */
    NewPlugin {
        checkName(name);
        checkPackage(packageName);
    }

    /** Returns the package for who names none. */
    static String usualPackage(String name) {
        return "com.example." + name.replace("-", "");
    }

    /** Returns the seam's name, which is also that of the folder with its templates. */
    String seamName() {
        return SeamNames.of(seam);
    }

    /** Returns the simple name of the component's class. */
    String component() {
        return camelCase() + seam.getSimpleName();
    }

    /** Returns the simple name of the plugin's class. */
    String plugin() {
        return camelCase() + "Plugin";
    }

    /** Returns the package as a path. */
    String path() {
        return packageName.replace('.', '/');
    }

    /** Returns what stands in templates for this plugin. */
    Map<String, String> values() {
        return Map.of(
                "name", name,
                "package", packageName,
                "path", path(),
                "Class", component(),
                "Plugin", plugin(),
                "seam", seam.getName(),
                "Seam", seam.getSimpleName(),
                "seam-words", Registry.seamName(seam));
    }

    private String camelCase() {
        return Stream.of(name.split("-"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(joining());
    }

    private static void checkName(String name) {
        if (!name.matches(Descriptor.LEGAL_NAME)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name for a plugin: names begin with a lower case letter"
                            + " and have lower case letters, digits and hyphens"
                            + Descriptor.legalName(name)
                                    .map(near -> ", such as '" + near + "'")
                                    .orElse(""));
        }
        if (Yaml11.misreads(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is a word that many readers of YAML take for true or false; take another name");
        }
        if (SourceVersion.isKeyword(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is a word of the Java language and cannot be part of a package; take another name");
        }
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "'" + name + "' has " + name.length() + " characters; a name has " + LONGEST_NAME + " at most");
        }
    }

    private static void checkPackage(String packageName) {
        if (!packageName.matches(LEGAL_PACKAGE) || !SourceVersion.isName(packageName)) {
            throw new IllegalArgumentException("'" + packageName + "' is no package: a package is words with full"
                    + " stops between them, of letters, digits and '_',"
                    + " none of them a word of the Java language;"
                    + " --package names another, such as com.acme");
        }
        for (String others : OTHERS_PACKAGES) {
            if ((packageName + ".").startsWith(others)) {
                throw new IllegalArgumentException("'" + packageName
                        + "' belongs to others: no plugin may have classes in '"
                        + others.substring(0, others.length() - 1) + "'; --package names another, such as com.acme");
            }
        }
    }
}
