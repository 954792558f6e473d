package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.espalier.engine.file.Reasons;

/**
 * The text of a pipeline file.
 *
 * @param name what messages call it, usually the file's path as the user gave it
 * @param text YAML
 */
public record Source(String name, String text) {
    /** No pipeline file that a person wrote comes near this many bytes. */
    static final int LARGEST = 4 << 20;

    public Source {
        requireNonNull(name, "name is null");
        requireNonNull(text, "text is null");
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException when it is missing, cannot be read, is larger than 4 MB or is not UTF-8 text
     */
    public static Source of(Path file) {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw refused(Location.of(name), "is a directory, not a pipeline file");
        }
        try (var stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw refused(Location.of(name), TOO_LARGE);
            }
            return new Source(name, decode(name, bytes));
        } catch (NoSuchFileException missing) {
            throw refused(Location.of(name), "there is no such file");
        } catch (IOException unreadable) {
            throw refused(Location.of(name), "cannot be read: " + Reasons.of(unreadable, file));
        }
    }

    static final String TOO_LARGE = "is larger than 4 MB, which no pipeline file needs";

    private static String decode(String name, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            long line = text.chars().filter(c -> c == '\n').count() + 1;
            int column = text.length() - text.lastIndexOf('\n');
            throw refused(
                    new Location(name, (int) line, column),
                    String.format(
                            Locale.ROOT,
                            "is not UTF-8 text: the byte 0x%02X cannot stand here. Save the file as UTF-8.",
                            bytes[in.position()]));
        }
        return text;
    }

    private static ConfigException refused(Location where, String message) {
        return new ConfigException(List.of(new Problem(where, message)));
    }
}
