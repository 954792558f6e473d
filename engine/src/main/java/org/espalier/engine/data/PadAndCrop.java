package org.espalier.engine.data;

import jakarta.validation.constraints.PositiveOrZero;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.espalier.api.plugin.Knob;

/**
 * Adds a black border around an image and cuts a window of the image's size out of it at random: shifts it by up to
 * {@code padding} pixels each way (He et al., Deep Residual Learning for Image Recognition, 2016, section 4.2).
 */
public record PadAndCrop(
        @Knob(value = "width of the border, pixels", otherwise = "4") @PositiveOrZero
        int padding) implements Augmentation {
    @Override
    public void apply(float[] example, List<Long> shape, RandomGenerator random) {
        int height = Math.toIntExact(shape.get(1));
        int width = Math.toIntExact(shape.get(2));
        int down = random.nextInt(2 * padding + 1) - padding;
        int right = random.nextInt(2 * padding + 1) - padding;
        for (int channel = 0; channel < example.length; channel += height * width) {
            shift(example, channel, height, width, down, right);
        }
    }

    @Override
    public void check(List<Long> shape) {
        if (!Shapes.image(shape)) {
            throw new IllegalArgumentException(
                    "'pad-and-crop' needs images [channels, height, width], but an example has the shape " + shape);
        }
        if (padding > Math.min(shape.get(1), shape.get(2))) {
            throw new IllegalArgumentException("'pad-and-crop' has a padding of " + padding + ", more than an image of "
                    + shape.get(1) + " x " + shape.get(2) + " has pixels");
        }
    }

    /** Moves one channel in place; rows are visited in the order in which none is overwritten before it was moved. */
    private static void shift(float[] values, int start, int height, int width, int down, int right) {
        int kept = width - Math.abs(right);
        int from = Math.max(0, -right);
        int to = Math.max(0, right);
        for (int i = 0; i < height; i++) {
            int row = down > 0 ? height - 1 - i : i;
            int target = start + row * width;
            int source = row - down;
            if (source < 0 || source >= height) {
                Arrays.fill(values, target, target + width, 0f);
                continue;
            }
            System.arraycopy(values, start + source * width + from, values, target + to, kept);
            Arrays.fill(values, target, target + to, 0f);
            Arrays.fill(values, target + to + kept, target + width, 0f);
        }
    }
}
