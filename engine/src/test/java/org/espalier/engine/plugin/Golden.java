package org.espalier.engine.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;

/** Messages as users see them, one file each. */
final class Golden {
    private Golden() {}

    /** The Java that runs the tests is written {@code {java}} in the files. */
    static void assertMessage(String name, String actual) throws IOException {
        String seen = actual.replace("Java " + Runtime.version().feature(), "Java {java}");
        try (InputStream in = Golden.class.getResourceAsStream("messages/" + name + ".txt")) {
            assertThat(in).as("no golden file '%s.txt' for: %s", name, seen).isNotNull();
            assertThat(seen + "\n").isEqualTo(new String(in.readAllBytes(), UTF_8));
        }
    }
}
