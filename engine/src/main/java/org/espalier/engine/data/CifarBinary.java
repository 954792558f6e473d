package org.espalier.engine.data;

import java.nio.file.Path;
import java.util.List;

/** CIFAR-10's binary files: 10,000 records of one label and 32 x 32 pixels, all red first, then green, then blue. */
final class CifarBinary {
    private static final int RECORDS = 10_000;

    private CifarBinary() {}

    static ByteExamples read(List<Path> files) {
        return read(files, RECORDS);
    }

    /** Reads files of so many records each; the order of the files is the order of the examples. */
    static ByteExamples read(List<Path> files, int records) {
        int length = Shapes.length(Cifar10.SHAPE);
        byte[] values = new byte[files.size() * records * length];
        byte[] labels = new byte[files.size() * records];
        int example = 0;
        for (Path path : files) {
            byte[] bytes = bytes(path, records, length);
            byte[] ofFile = new byte[records];
            for (int i = 0; i < records; i++) {
                ofFile[i] = bytes[i * (1 + length)];
                System.arraycopy(bytes, i * (1 + length) + 1, values, (example + i) * length, length);
            }
            Labels.check(path, ofFile, Cifar10.CLASSES);
            System.arraycopy(ofFile, 0, labels, example, records);
            example += records;
        }
        return new ByteExamples(Cifar10.SHAPE, values, labels);
    }

    private static byte[] bytes(Path path, int records, int length) {
        try (DataFile file = DataFile.open(path)) {
            return file.rest((long) records * (1 + length), records + " records of a label and 3 x 32 x 32 pixels");
        }
    }
}
