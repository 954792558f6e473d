package org.espalier.engine.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.data.DataException;

/**
 * CIFAR-10 as PNG sheets: 100 images of 32 x 32 pixels in a row, as many rows as it takes; image i stands in column
 * {@code i % 100} of row {@code i / 100}. Beside {@code train_1.png} lies {@code train_1.labels}, one byte an image.
 */
final class CifarSheets {
    private static final int SIDE = 32;
    private static final int COLUMNS = 100;
    private static final int CHANNELS = 3;
    private static final int LENGTH = CHANNELS * SIDE * SIDE;

    private CifarSheets() {}

    /** Reads sheets; their order is the order of the examples. */
    static ByteExamples read(List<Path> sheets) {
        // Labels and sizes first: they are quick to check, and tell how much memory the images take.
        List<byte[]> labels = sheets.stream().map(CifarSheets::labels).toList();
        int[] starts = new int[sheets.size() + 1];
        for (int i = 0; i < sheets.size(); i++) {
            starts[i + 1] = starts[i] + labels.get(i).length;
        }
        byte[] allLabels = new byte[starts[sheets.size()]];
        byte[] values = new byte[Math.multiplyExact(allLabels.length, LENGTH)];
        for (int i = 0; i < sheets.size(); i++) {
            System.arraycopy(labels.get(i), 0, allLabels, starts[i], labels.get(i).length);
        }
        // Unpacking takes most of a second a sheet. Of several broken sheets it is always the first that is reported.
        List<Optional<DataException>> problems = IntStream.range(0, sheets.size())
                .parallel()
                .mapToObj(i -> cut(sheets.get(i), labels.get(i).length, values, starts[i]))
                .toList();
        problems.stream().flatMap(Optional::stream).findFirst().ifPresent(problem -> {
            throw problem;
        });
        return new ByteExamples(Cifar10.SHAPE, values, allLabels);
    }

    /** One byte an image, as many as the sheet has room for. */
    private static byte[] labels(Path sheet) {
        int images = RgbImage.size(sheet, COLUMNS * SIDE, SIDE).height() / SIDE * COLUMNS;
        Path path = sheet.resolveSibling(sheet.getFileName().toString().replaceFirst("\\.png$", ".labels"));
        try (DataFile file = DataFile.open(path)) {
            byte[] labels = file.rest(images, images + " labels, one for each image of " + sheet);
            Labels.check(path, labels, Cifar10.CLASSES);
            return labels;
        }
    }

    /** Copies the images of one sheet to where they belong. */
    private static Optional<DataException> cut(Path sheet, int images, byte[] values, int first) {
        try {
            byte[] pixels = RgbImage.pixels(sheet);
            for (int image = 0; image < images; image++) {
                int corner = (image / COLUMNS * SIDE * COLUMNS + image % COLUMNS) * SIDE;
                cut(pixels, corner, values, (first + image) * LENGTH);
            }
            return Optional.empty();
        } catch (DataException e) {
            return Optional.of(e);
        }
    }

    /** From one pixel's colours after another's to one colour's pixels after another's. */
    private static void cut(byte[] pixels, int corner, byte[] values, int start) {
        int to = start;
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int row = 0; row < SIDE; row++) {
                int from = (corner + row * COLUMNS * SIDE) * CHANNELS + channel;
                for (int column = 0; column < SIDE; column++) {
                    values[to++] = pixels[from + column * CHANNELS];
                }
            }
        }
    }
}
