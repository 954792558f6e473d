package org.espalier.engine.data;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSource;
import org.espalier.api.plugin.Knob;

/**
 * A text for models that foretell the next character: a file in UTF-8, plain or gzipped, whose different characters, in the
 * order of their code points, are the classes. It is cut into windows that do not overlap. The file's end is for testing, and
 * what {@code prepare} sets aside for validation lies before that, in one piece.
 */
public record Text(
        @Knob("the file") @NotBlank String file,

        @Knob(value = "characters in a window", otherwise = "64") @Positive
        int length,

        @Knob(value = "share of the file, at its end, for testing", otherwise = "0.1")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double test,

        @Knob(
                value =
                        "what the network reads: one-hot for [length, classes] with a one for each character, or index for"
                                + " [length] numbers of classes, for an embedding",
                otherwise = "one-hot")
        Input input)
        implements DataSource {
    /** A byte names no more. */
    private static final int MOST_CLASSES = 256;

    /** How a character is shown to a network. */
    public enum Input {
        /** As many numbers as there are classes, with a one at its own. */
        ONE_HOT,
        /** The number of its class. */
        INDEX
    }

    @Override
    public DataSet open(Locator locator) {
        Path path = locator.find(file);
        int[] characters = characters(path);
        int[] alphabet = Arrays.stream(characters).distinct().sorted().toArray();
        if (alphabet.length > MOST_CLASSES) {
            throw new DataException(path + ": expected at most " + MOST_CLASSES + " different characters, found "
                    + alphabet.length + ". Replace the rare ones, or split the text into bytes.");
        }
        byte[] text = new byte[characters.length];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) Arrays.binarySearch(alphabet, characters[i]);
        }
        int split = (int) Math.round(text.length * (1 - test));
        TextExamples train = part(text, 0, split, alphabet.length);
        if (train.size() == 0) {
            throw new DataException(path + ": expected more than " + length + " characters to train with, found "
                    + split + " (" + text.length + " without the share for testing). Choose a smaller 'length'.");
        }
        return new DataSet(
                "text",
                alphabet.length,
                train,
                part(text, split, text.length, alphabet.length),
                DataSet.Normalisation.NONE);
    }

    private TextExamples part(byte[] text, int start, int end, int classes) {
        return new TextExamples(text, start, end, length, classes, input == Input.ONE_HOT);
    }

    private static int[] characters(Path path) {
        try (DataFile opened = DataFile.open(path);
                BufferedReader reader = opened.text()) {
            var text = new StringBuilder();
            char[] buffer = new char[1 << 16];
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                text.append(buffer, 0, read);
            }
            return text.codePoints().toArray();
        } catch (IOException e) {
            throw DataFile.unreadable(path, e);
        }
    }
}
