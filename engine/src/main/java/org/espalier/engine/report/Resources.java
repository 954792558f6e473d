package org.espalier.engine.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The parts of the page that ship with the engine. */
final class Resources {
    private static final String CHART_PROPERTIES = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

    private Resources() {}

    /** Reads a text that lies beside this class. */
    static String text(String name) {
        return new String(bytes(name), UTF_8);
    }

    /** Returns the version of the chart library on the class path. */
    static String chartVersion() {
        var properties = new Properties();
        try (InputStream in = open(CHART_PROPERTIES)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "");
    }

    /** Returns the chart library as one script, without its last line: that names a file which a page alone has not. */
    static String chart() {
        return text("/META-INF/resources/webjars/chart.js/" + chartVersion() + "/dist/chart.umd.min.js")
                .replaceFirst("\\R//# sourceMappingURL=\\S+\\s*$", "");
    }

    private static byte[] bytes(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = Resources.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException(name + " is missing from the class path");
        }
        return in;
    }
}
