package org.espalier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.espalier.engine.random.RandomStreams;
import org.junit.jupiter.api.Test;

final class AugmentationTest {
    private static final List<Long> SHAPE = List.of(2L, 3L, 4L);

    @Test
    void flipMirrorsEachRow() {
        float[] example = numbered();
        new Flip(1).apply(example, SHAPE, RandomStreams.brief(1, 0, 0));
        assertThat(example)
                .containsExactly(4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9, 16, 15, 14, 13, 20, 19, 18, 17, 24, 23, 22, 21);
    }

    /** 1,000 tries at a probability of 0.3: five standard deviations are 72. */
    @Test
    void flipHappensAsOftenAsAsked() {
        assertThat(flips(0)).isZero();
        assertThat(flips(1)).isEqualTo(1000);
        assertThat(flips(0.3)).isBetween(228, 372);
    }

    /** Against the definition: pad with zeros, then cut a window out. */
    @Test
    void padAndCropCutsAWindowOutOfThePaddedImage() {
        Set<String> windows = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            float[] example = numbered();
            new PadAndCrop(2).apply(example, SHAPE, RandomStreams.brief(1, 0, i));
            String result = Arrays.toString(example);
            windows.add(result);
        }
        Set<String> expected = new HashSet<>();
        for (int top = 0; top <= 4; top++) {
            for (int left = 0; left <= 4; left++) {
                expected.add(Arrays.toString(window(numbered(), 2, top, left)));
            }
        }
        assertThat(windows).isEqualTo(expected);
    }

    @Test
    void noPaddingChangesNothing() {
        float[] example = numbered();
        new PadAndCrop(0).apply(example, SHAPE, RandomStreams.brief(1, 0, 0));
        assertThat(example).isEqualTo(numbered());
    }

    @Test
    void paddingMustFitTheImage() {
        new PadAndCrop(3).check(SHAPE);
        assertThatThrownBy(() -> new PadAndCrop(4).check(SHAPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'pad-and-crop' has a padding of 4, more than an image of 3 x 4 has pixels");
        assertThatThrownBy(() -> new PadAndCrop(4).check(List.of(784L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'pad-and-crop' needs images [channels, height, width], but an example has the shape [784]");
    }

    private static int flips(double probability) {
        int flips = 0;
        for (int i = 0; i < 1000; i++) {
            RandomGenerator random = RandomStreams.brief(1, 0, i);
            float[] example = {1, 2};
            new Flip(probability).apply(example, List.of(1L, 1L, 2L), random);
            flips += example[0] == 2 ? 1 : 0;
        }
        return flips;
    }

    private static float[] numbered() {
        float[] example = new float[24];
        for (int i = 0; i < 24; i++) {
            example[i] = i + 1;
        }
        return example;
    }

    private static float[] window(float[] example, int padding, int top, int left) {
        float[] result = new float[24];
        for (int channel = 0; channel < 2; channel++) {
            for (int y = 0; y < 3; y++) {
                for (int x = 0; x < 4; x++) {
                    int row = y + top - padding;
                    int column = x + left - padding;
                    if (row >= 0 && row < 3 && column >= 0 && column < 4) {
                        result[(channel * 3 + y) * 4 + x] = example[(channel * 3 + row) * 4 + column];
                    }
                }
            }
        }
        return result;
    }
}
