package org.espalier.engine.data;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import java.util.random.RandomGenerator;
import org.espalier.api.plugin.Knob;

/** Mirrors an image left to right. */
public record Flip(
        @Knob(value = "how often an image is mirrored, in [0, 1]", otherwise = "0.5") @DecimalMin("0") @DecimalMax("1")
        double probability)
        implements Augmentation {
    @Override
    public void apply(float[] example, List<Long> shape, RandomGenerator random) {
        if (random.nextDouble() >= probability) {
            return;
        }
        int width = Math.toIntExact(shape.get(2));
        for (int row = 0; row < example.length; row += width) {
            for (int left = row, right = row + width - 1; left < right; left++, right--) {
                float value = example[left];
                example[left] = example[right];
                example[right] = value;
            }
        }
    }

    @Override
    public void check(List<Long> shape) {
        if (!Shapes.image(shape)) {
            throw new IllegalArgumentException(
                    "'flip' needs images [channels, height, width], but an example has the shape " + shape);
        }
    }
}
