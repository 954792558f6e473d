package org.espalier.engine.data;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.espalier.api.data.DataException;

/** Reads PNG files in colour. */
final class RgbImage {
    /** Higher images are refused by their header, before memory is taken for their pixels. */
    private static final int HIGHEST = 32_000;

    private RgbImage() {}

    /** Width and height in pixels. */
    record Size(int width, int height) {}

    /**
     * Reads an image's size from its header.
     *
     * @param width the width it must have
     * @param step what its height must be a multiple of
     */
    static Size size(Path path, int width, int step) {
        return open(path, reader -> {
            Size size = new Size(reader.getWidth(0), reader.getHeight(0));
            if (size.width() != width || size.height() % step != 0 || size.height() > HIGHEST) {
                throw new DataException(path + ": expected an image " + width + " pixels wide and a multiple of " + step
                        + " (at most " + HIGHEST + ") high, found " + size.width() + " x " + size.height() + ". "
                        + DataFile.GET_AGAIN);
            }
            return size;
        });
    }

    /** Reads the pixels, row by row: red, green, blue of one after those of the other. */
    static byte[] pixels(Path path) {
        return open(path, reader -> {
            BufferedImage image = reader.read(0);
            if (image.getType() != BufferedImage.TYPE_3BYTE_BGR
                    || !(image.getRaster().getDataBuffer() instanceof DataBufferByte buffer)) {
                throw new DataException(
                        path + ": expected a PNG of 8 bits for each of red, green and blue, found another kind"
                                + " of image. " + DataFile.GET_AGAIN);
            }
            byte[] pixels = buffer.getData();
            for (int i = 0; i < pixels.length; i += 3) {
                byte blue = pixels[i];
                pixels[i] = pixels[i + 2];
                pixels[i + 2] = blue;
            }
            return pixels;
        });
    }

    private static <T> T open(Path path, Reading<T> reading) {
        // Not ImageIO.read: it caches in a temporary file, and tells nothing about the size before it takes the memory.
        try (InputStream in = Files.newInputStream(path);
                ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
            Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return reading.from(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException | NegativeArraySizeException e) {
            throw new DataException(
                    path + ": truncated or damaged: not a readable PNG (" + e.getMessage() + "). " + DataFile.GET_AGAIN,
                    e);
        }
    }

    private interface Reading<T> {
        T from(ImageReader reader) throws IOException;
    }
}
