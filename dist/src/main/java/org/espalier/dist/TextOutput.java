package org.espalier.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.espalier.engine.file.Reasons;
import org.espalier.engine.file.WholeFile;
import org.espalier.engine.text.Shown;
import org.jspecify.annotations.Nullable;

/** Where a command's text goes: to a file when one was named, or else to the console. */
final class TextOutput {
    private TextOutput() {}

    static void write(Surroundings surroundings, @Nullable Path output, String text) {
        if (output == null) {
            surroundings.out().println(Shown.plain(text));
            return;
        }
        try {
            Path folder = output.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            WholeFile.write(output, text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write '" + output + "': " + Reasons.of(e, output), e);
        }
    }
}
