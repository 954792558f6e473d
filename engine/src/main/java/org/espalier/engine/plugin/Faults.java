package org.espalier.engine.plugin;

import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.espalier.api.plugin.Spi;

/** Says in words what a plugin's code threw. */
final class Faults {
    private static final Pattern CLASS_NAME = Pattern.compile("[\\p{Alnum}_$./-]+");
    private static final Pattern CLASS_VERSION =
            Pattern.compile("([\\p{Alnum}_$./-]+) has been compiled by .*class file version (\\d+)\\.\\d+\\), this .*");

    /** A class file of version 61 is for Java 17. */
    private static final int CLASS_VERSION_OF_JAVA_0 = 44;

    private Faults() {}

    /** Returns an exception's kind and message, such as {@code IllegalStateException: no licence}. */
    static String describe(Throwable thrown) {
        String message = thrown.getMessage();
        String kind = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? kind : kind + ": " + message.strip();
    }

    /**
     * Returns what went wrong and what to do.
     *
     * @param thrown what the plugin's code threw
     * @param who the plugin, such as {@code acme 1.2.0}, or its class when its name is not known
     * @param what what it could not do, such as {@code could not list its components}
     * @param bundle where it came from
     */
    static String explain(Throwable thrown, String who, String what, PluginBundle bundle) {
        Throwable cause = cause(thrown);
        if (cause instanceof UnsupportedClassVersionError) {
            return compiledForNewerJava(cause, who);
        }
        Optional<String> missing = missingClass(cause);
        if (missing.isPresent()) {
            return who + " needs class " + missing.get() + whereFrom(missing.get(), bundle);
        }
        if (cause instanceof IncompatibleClassChangeError) {
            return who + " does not fit the classes that it meets (" + describe(cause)
                    + "). It was built with other versions of them; get one whose jars belong together and that was built for SPI "
                    + Spi.VERSION + ".";
        }
        if (cause instanceof ClassFormatError || cause instanceof VerifyError) {
            return who + " has a damaged class (" + describe(cause) + "). Download or build it again.";
        }
        return who + " " + what + ": " + describe(cause) + ". This is a mistake in the plugin; tell its author.";
    }

    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean wrapped = thrown instanceof ServiceConfigurationError || thrown instanceof ExceptionInInitializerError;
        return wrapped && cause != null ? cause(cause) : thrown;
    }

    private static Optional<String> missingClass(Throwable thrown) {
        if (thrown instanceof TypeNotPresentException missing) {
            return Optional.of(missing.typeName());
        }
        String message = String.valueOf(thrown.getMessage());
        return thrown instanceof NoClassDefFoundError
                        && CLASS_NAME.matcher(message).matches()
                ? Optional.of(message.replace('/', '.'))
                : Optional.empty();
    }

    private static String whereFrom(String missing, PluginBundle bundle) {
        Optional<String> shared = SharedPackages.ofClass(missing);
        if (shared.isPresent()) {
            return ", which is not in the " + shared.get()
                    + " that the engine shares with plugins. Get one built for SPI " + Spi.VERSION + ".";
        }
        if (missing.startsWith("org.espalier.engine.")) {
            return ", which is the engine's own. A plugin may use org.espalier.api only; tell its author.";
        }
        return bundle.directory()
                ? ", which is in no jar of " + bundle.origin() + ". Add the jar that has it."
                : ", which is not in the jar. Put this jar and the one that has the class into a directory of their own.";
    }

    private static String compiledForNewerJava(Throwable thrown, String who) {
        String here = "this is Java " + Runtime.version().feature();
        Matcher matcher = CLASS_VERSION.matcher(String.valueOf(thrown.getMessage()));
        if (!matcher.matches()) {
            return who + " was compiled for a newer Java; " + here + ". Run Espalier with a newer Java.";
        }
        int java = Integer.parseInt(matcher.group(2)) - CLASS_VERSION_OF_JAVA_0;
        return "class " + matcher.group(1).replace('/', '.') + " was compiled for Java " + java + "; " + here
                + ". Run Espalier with Java " + java + " or newer, or get a plugin compiled for Java "
                + Runtime.version().feature() + ".";
    }
}
