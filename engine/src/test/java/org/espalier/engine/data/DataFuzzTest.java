package org.espalier.engine.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.espalier.api.data.DataException;
import org.espalier.api.data.Examples;
import org.espalier.engine.fuzz.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file of data holds, it is read or refused in the product's words, in memory and time that fit its size. */
final class DataFuzzTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("input");
    }

    private static Fuzz fuzz(String name, byte[]... valid) {
        return Fuzz.of(name, List.of(valid), List.of(DataException.class));
    }

    @Test
    void imagesAndLabelsInIdx() {
        fuzz("idx-images", TestFiles.images(2), TestFiles.idx(0x802, new int[] {2, 3}, new byte[6]))
                .run(file(), file -> IdxFile.read(file, IdxFile.Content.IMAGES).shape());
        fuzz("idx-labels", TestFiles.labels(5, 0, 4), TestFiles.labels(0))
                .run(
                        file(),
                        file -> Labels.classes(
                                file, IdxFile.read(file, IdxFile.Content.LABELS).bytes()));
    }

    @Test
    void gzippedIdx() {
        fuzz("idx-gzip", TestFiles.gzip(TestFiles.images(2)), TestFiles.gzip(TestFiles.images(300)))
                .run(file(), file -> IdxFile.read(file, IdxFile.Content.IMAGES).shape());
    }

    @Test
    void binaryCifar() {
        byte[] records = new byte[2 * (1 + 3 * 32 * 32)];
        records[0] = 9;
        fuzz("cifar", records).run(file(), file -> use(CifarBinary.read(List.of(file), 2)));
    }

    @Test
    void imagesInPng() throws IOException {
        var image = new BufferedImage(32, 64, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 32 * 64; i++) {
            image.setRGB(i % 32, i / 32, i * 7919);
        }
        var png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        fuzz("png", png.toByteArray()).run(file(), file -> {
            RgbImage.size(file, 32, 32);
            RgbImage.pixels(file);
        });
    }

    @Test
    void texts() {
        String text = "Ein Wort, ein Satz: aus Chiffern steigen\nerkanntes Leben, jäher Sinn \ud83d\udc1f\n";
        fuzz("text", text.getBytes(UTF_8), TestFiles.gzip(text.getBytes(UTF_8)))
                .run(file(), file -> new Text("input", 4, 0.1, Text.Input.ONE_HOT).open(TestFiles.in(folder)));
    }

    @Test
    void tables() {
        byte[] plain = "a,b,y\n1.5,-2,0\n\"3\",4e1,1\n\n5,6,2.0\n".getBytes(UTF_8);
        byte[] quoted = "\ufeff\"a\nb\",\"c \"\"d\"\"\",y\r\n1,2,0\r\n3,4,1\r\n".getBytes(UTF_8);
        fuzz("csv", plain, quoted, TestFiles.gzip(plain)).run(file(), file -> {
            var options = new Csv("input", "input", "3", true, ",", 0, List.of(), List.of(), 0, false);
            use(options.open(TestFiles.in(folder)).train());
        });
        byte[] comma = "1,5;0;x\n\"2,5\";1e1;z\n".getBytes(UTF_8);
        fuzz("csv-comma", comma).run(file(), file -> {
            var options = new Csv("input", "input", "3", false, ";", 0, List.of("x", "z"), List.of(2), 0, true);
            use(options.open(TestFiles.in(folder)).train());
        });
    }

    private static void use(Examples examples) {
        float[] values = new float[Shapes.length(examples.shape())];
        for (int i = 0; i < examples.size(); i++) {
            examples.read(i, values, 0);
            examples.label(i);
        }
        examples.fingerprint();
    }
}
