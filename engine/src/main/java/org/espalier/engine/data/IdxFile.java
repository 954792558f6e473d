package org.espalier.engine.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What one IDX file holds, the format of MNIST: two zero bytes, the type of an element, the number of dimensions, the
 * dimensions as big-endian integers, then the elements in c order.
 */
final class IdxFile {
    private static final int UNSIGNED_BYTE = 0x08;

    private final Path path;
    private final List<Integer> dimensions;
    private final byte[] bytes;

    private IdxFile(Path path, List<Integer> dimensions, byte[] bytes) {
        this.path = path;
        this.dimensions = dimensions;
        this.bytes = bytes;
    }

    /** What a file is expected to hold. */
    enum Content {
        IMAGES("images", 2, 4),
        LABELS("labels", 1, 1);

        private final String word;
        private final int fewest;
        private final int most;

        Content(String word, int fewest, int most) {
            this.word = word;
            this.fewest = fewest;
            this.most = most;
        }

        private boolean has(int dimensions) {
            return dimensions >= fewest && dimensions <= most;
        }

        private String expected() {
            return this == LABELS
                    ? "the magic number 0x00000801 of labels (unsigned bytes, 1 dimension)"
                    : "the magic number 0x00000803 of images (unsigned bytes, 3 dimensions; 2 and 4 will do)";
        }
    }

    /** Reads and checks a file; whether it is gzipped is told by its first bytes. */
    static IdxFile read(Path path, Content content) {
        try (DataFile file = DataFile.open(path)) {
            int magic = file.header(Integer.BYTES).getInt();
            int count = magic & 0xff;
            if (magic >>> 8 != UNSIGNED_BYTE || !content.has(count)) {
                throw file.problem("expected " + content.expected() + ", found " + described(magic)
                        + ". Give the file of " + content.word + " here.");
            }
            List<Integer> dimensions = dimensions(file, count);
            String what = dimensions.get(0) + " " + content.word + sizes(dimensions);
            return new IdxFile(path, dimensions, file.rest(bytes(file, dimensions, what), what));
        }
    }

    /** Returns where it came from. */
    Path path() {
        return path;
    }

    /** Returns the elements, not a copy. */
    byte[] bytes() {
        return bytes;
    }

    /** Returns how many examples there are. */
    int count() {
        return dimensions.get(0);
    }

    /** Returns the shape of one image: {@code [1, height, width]} unless the file has channels or plain features. */
    List<Long> shape() {
        List<Long> shape = dimensions.stream().skip(1).map(Integer::longValue).collect(Collectors.toList());
        if (shape.size() == 2) {
            shape.add(0, 1L);
        }
        return List.copyOf(shape);
    }

    private static List<Integer> dimensions(DataFile file, int count) {
        ByteBuffer header = file.header(count * Integer.BYTES);
        List<Integer> dimensions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            dimensions.add(header.getInt());
        }
        if (dimensions.stream().anyMatch(dimension -> dimension < 1)) {
            throw file.problem("expected dimensions of at least 1, found "
                    + dimensions.stream().map(Integer::toUnsignedString).collect(Collectors.joining(" x ")) + ". "
                    + DataFile.GET_AGAIN);
        }
        return dimensions;
    }

    private static long bytes(DataFile file, List<Integer> dimensions, String what) {
        try {
            return dimensions.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw file.problem(
                    "truncated: the header states " + what + ", more than any file holds. " + DataFile.GET_AGAIN);
        }
    }

    private static String sizes(List<Integer> dimensions) {
        if (dimensions.size() == 1) {
            return "";
        }
        return " of " + dimensions.stream().skip(1).map(String::valueOf).collect(Collectors.joining(" x "));
    }

    private static String described(int magic) {
        String number = String.format(Locale.ROOT, "0x%08x", magic);
        if (magic >>> 8 == UNSIGNED_BYTE && Content.LABELS.has(magic & 0xff)) {
            return number + " of labels";
        }
        if (magic >>> 8 == UNSIGNED_BYTE && Content.IMAGES.has(magic & 0xff)) {
            return number + " of images";
        }
        return number;
    }
}
