package org.espalier.engine.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * Alters valid inputs: some alterations know bytes only, others know what texts are made of (numbers, quoted words,
 * brackets, lines). Everything is drawn from the generator that is handed in.
 */
final class Mutator {
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0xffff,
        0x10000,
        Integer.MAX_VALUE,
        1L << 31,
        0xffffffffL,
        1L << 32,
        (1L << 53) + 1,
        1L << 61,
        1L << 62,
        (1L << 62) + 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final List<String> WORDS = List.of(
            "null",
            "true",
            "false",
            "\"\"",
            "''",
            "[]",
            "{}",
            "[[]]",
            "-0",
            "0.5",
            "1e999",
            "-1e-999",
            "NaN",
            "Infinity",
            ".inf",
            "0x7f",
            "1_000",
            "99999999999999999999",
            "9223372036854775808",
            "\\",
            "\\u0000",
            "\\ud800",
            "\\x",
            "\"",
            "'",
            ",",
            ":",
            ": ",
            "- ",
            "&a ",
            "*a",
            "!",
            "!!str ",
            "<<: ",
            "#",
            "\t",
            "\r\n",
            "\n\n",
            "\u001b[31m",
            "\0",
            "\u00ef\u00bb\u00bf",
            "\u00ff\u00fe",
            "\u00c3",
            "%",
            "@",
            "|\n",
            ">\n",
            "? ",
            "--- ",
            "...");
    private static final Pattern PIECE =
            Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?|\"[^\"\n]*\"|[A-Za-z_][A-Za-z_0-9-]*|[\\[\\]{},:]");

    private final SplittableRandom random;
    private final List<byte[]> seeds;

    Mutator(SplittableRandom random, List<byte[]> seeds) {
        this.random = random;
        this.seeds = seeds;
    }

    /** Returns one of the seeds, altered one to four times. */
    byte[] next() {
        byte[] input = seed().clone();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            input = random.nextBoolean() ? bytes(input) : text(input);
        }
        return input;
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] bytes(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int length = Math.min(input.length - at, 1 + random.nextInt(16));
        return switch (random.nextInt(9)) {
            case 0 -> flipped(input);
            case 1 -> Arrays.copyOf(input, at);
            case 2 -> replaced(input, at, 0, noise());
            case 3 -> replaced(input, at, length, noise());
            case 4 -> replaced(input, at, length, new byte[0]);
            case 5 -> replaced(input, at, 0, Arrays.copyOfRange(input, at, at + length));
            case 6 -> replaced(input, at, 0, Arrays.copyOf(input, at));
            case 7 -> numbered(input, at);
            default -> spliced(input, at);
        };
    }

    private byte[] flipped(byte[] input) {
        if (input.length > 0) {
            input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return input;
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(8)];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) random.nextInt(256);
        }
        return noise;
    }

    /** Writes a number over what stands there, in one of the widths and byte orders that files have. */
    private byte[] numbered(byte[] input, int at) {
        ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        int width = 1 << random.nextInt(4);
        byte[] eight =
                ByteBuffer.allocate(Long.BYTES).order(order).putLong(number).array();
        byte[] written = order == ByteOrder.LITTLE_ENDIAN
                ? Arrays.copyOf(eight, width)
                : Arrays.copyOfRange(eight, Long.BYTES - width, Long.BYTES);
        // Half of them near the beginning, where headers are.
        int place = random.nextBoolean() ? at : Math.min(at, random.nextInt(24));
        return replaced(input, place, Math.min(width, input.length - place), written);
    }

    private byte[] spliced(byte[] input, int at) {
        byte[] other = seed();
        return replaced(
                input,
                at,
                input.length - at,
                Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length));
    }

    /** Alters the input as a text of numbers, words and brackets. */
    private byte[] text(byte[] input) {
        String text = new String(input, ISO_8859_1);
        List<int[]> pieces = new ArrayList<>();
        var matcher = PIECE.matcher(text);
        while (matcher.find() && pieces.size() < 5000) {
            pieces.add(new int[] {matcher.start(), matcher.end()});
        }
        if (pieces.isEmpty()) {
            return bytes(input);
        }
        int[] piece = pieces.get(random.nextInt(pieces.size()));
        int[] other = pieces.get(random.nextInt(pieces.size()));
        String there = text.substring(other[0], other[1]);
        String altered =
                switch (random.nextInt(7)) {
                    case 0 -> replaced(text, piece, word());
                    case 1 -> replaced(text, piece, String.valueOf(NUMBERS[random.nextInt(NUMBERS.length)]));
                    case 2 -> replaced(text, piece, "");
                    case 3 -> replaced(text, piece, there);
                    case 4 -> replaced(text, new int[] {piece[0], piece[0]}, word());
                    case 5 -> replaced(text, new int[] {piece[0], Math.max(piece[0], other[1])}, "");
                    default -> replaced(text, piece, repeated(text.substring(piece[0], piece[1])));
                };
        return altered.getBytes(ISO_8859_1);
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private String repeated(String piece) {
        return piece.repeat(1 << random.nextInt(9));
    }

    private static String replaced(String text, int[] range, String by) {
        return text.substring(0, range[0]) + by + text.substring(range[1]);
    }

    private static byte[] replaced(byte[] input, int at, int length, byte[] by) {
        byte[] result = Arrays.copyOf(input, input.length - length + by.length);
        System.arraycopy(by, 0, result, at, by.length);
        System.arraycopy(input, at + length, result, at + by.length, input.length - at - length);
        return result;
    }
}
