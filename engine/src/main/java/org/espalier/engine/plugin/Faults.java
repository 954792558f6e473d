package org.espalier.engine.plugin;

import static java.util.Objects.requireNonNullElse;

import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.espalier.api.plugin.Spi;
import org.espalier.engine.text.Shown;

/** Says in words what a plugin's code threw. */
public final class Faults {
    private static final Pattern CLASS_NAME = Pattern.compile("[\\p{Alnum}_$./-]+");
    private static final Pattern CLASS_VERSION =
            Pattern.compile("([\\p{Alnum}_$./-]+) has been compiled by .*class file version (\\d+)\\.\\d+\\), this .*");

    private static final Pattern SIGNATURE =
            Pattern.compile("digest error|signer information|signature file|signature block", Pattern.CASE_INSENSITIVE);

    /** What Java itself packs around what a plugin's code threw. */
    private static final Set<Class<? extends Throwable>> WRAPPERS =
            Set.of(ServiceConfigurationError.class, ExceptionInInitializerError.class);

    private static final int DEEPEST = 10;

    /** Characters of a message that are shown. */
    private static final int LONGEST = 500;

    /** A class file of version 61 is for Java 17. */
    private static final int CLASS_VERSION_OF_JAVA_0 = 44;

    private Faults() {}

    /** Returns an exception's kind and message, such as {@code IllegalStateException: no licence}. */
    public static String describe(Throwable thrown) {
        String kind = thrown.getClass().getName().replaceFirst(".*[.$](?=.)", "");
        String message = message(thrown);
        return message.isEmpty() ? kind : kind + ": " + message;
    }

    /** Returns an exception's message on one line, and the beginning of a long one; the exception may be of a plugin's own kind. */
    public static String message(Throwable thrown) {
        String message;
        try {
            message = requireNonNullElse(thrown.getMessage(), "").strip();
        } catch (Throwable mute) {
            return "";
        }
        return Shown.cut(message.replaceAll("\\s+", " "), LONGEST);
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
        if (cause instanceof SecurityException
                && SIGNATURE.matcher(message(cause)).find()) {
            return who + " has a signature that does not fit its classes any more (" + message(cause)
                    + "): the jar was changed after it was signed. Get it from its author again, or remove the"
                    + " signature, META-INF/*.SF, from the jar.";
        }
        Optional<String> missing = missingClass(cause);
        if (missing.isPresent()) {
            return who + " needs class " + missing.get() + whereFrom(missing.get(), bundle);
        }
        if (cause instanceof IncompatibleClassChangeError) {
            return who + " does not fit the classes that it meets (" + describe(cause)
                    + "). It was built with other versions of them; get one whose jars belong together and that was"
                    + " built for SPI "
                    + Spi.VERSION + ".";
        }
        if (cause instanceof ClassFormatError || cause instanceof VerifyError) {
            return who + " has a damaged class (" + describe(cause) + "). Download or build it again.";
        }
        return who + " " + what + ": " + describe(cause) + ". This is a mistake in the plugin; tell its author.";
    }

    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < DEEPEST && WRAPPERS.contains(cause.getClass()) && cause.getCause() != null; i++) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static Optional<String> missingClass(Throwable thrown) {
        if (thrown instanceof TypeNotPresentException missing) {
            return Optional.of(missing.typeName());
        }
        String message = message(thrown);
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
                : ", which is not in the jar. Put this jar and the one that has the class into a directory of their"
                        + " own.";
    }

    private static String compiledForNewerJava(Throwable thrown, String who) {
        String here = "this is Java " + Runtime.version().feature();
        if (message(thrown).startsWith("Preview features")) {
            return who
                    + " was compiled with features of Java that are not final, which are off here. Get one compiled"
                    + " without --enable-preview.";
        }
        Matcher matcher = CLASS_VERSION.matcher(message(thrown));
        if (!matcher.matches()) {
            return who + " was compiled for a newer Java; " + here + ". Run Espalier with a newer Java.";
        }
        int java = Integer.parseInt(matcher.group(2)) - CLASS_VERSION_OF_JAVA_0;
        return "class " + matcher.group(1).replace('/', '.') + " was compiled for Java " + java + "; " + here
                + ". Run Espalier with Java " + java + " or newer, or get a plugin compiled for Java "
                + Runtime.version().feature() + ".";
    }
}
