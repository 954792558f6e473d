package org.espalier.engine.kernel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.espalier.engine.kernel.Draws.assertClose;
import static org.espalier.engine.kernel.Draws.noise;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.Mask;
import org.espalier.engine.kernel.Kernel;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Latent arrays are passed through in blocks as they are element by element, on one thread and on several. */
final class LatentKernelTest {
    private static final Kernel REFERENCE = Kernels.reference();
    private static final Kernel[] FAST = {Kernels.fast(1), Kernels.fast(3)};

    @Property(tries = 60)
    void latents(
            @ForAll @IntRange(min = 1, max = 90) int rows,
            @ForAll @IntRange(min = 1, max = 900) int width,
            @ForAll @IntRange(min = 0, max = 3) int extent,
            @ForAll boolean decides,
            @ForAll int seed) {
        Random random = new Random(seed);
        INDArray dense = noise(random, rows, width);
        INDArray extra = extra(random, extent, rows, width);
        var map = new Cut(extra == null ? "" : "cut", decides && extra != null);
        Mask mask = Mask.of(List.of((long) rows, (long) width), i -> random.nextBoolean());
        Mask given = map.decides() ? null : mask;
        INDArray gradient = noise(random, rows, width);
        INDArray weight = dense.ulike();
        INDArray atDense = gradient.dup('c');
        INDArray atExtra = extra == null ? null : extra.ulike();
        int[] alive = new int[rows];
        REFERENCE.latents().forward(map, dense, extra, given, weight, alive);
        REFERENCE.latents().backward(map, dense, extra, given, atDense, atExtra);
        for (Kernel fast : FAST) {
            INDArray fastWeight = dense.ulike();
            INDArray fastDense = gradient.dup('c');
            INDArray fastExtra = extra == null ? null : extra.ulike();
            int[] fastAlive = new int[rows];
            fast.latents().forward(map, dense, extra, given, fastWeight, fastAlive);
            fast.latents().backward(map, dense, extra, given, fastDense, fastExtra);
            assertThat(fastWeight).isEqualTo(weight);
            assertThat(fastDense).isEqualTo(atDense);
            assertThat(fastAlive).isEqualTo(alive);
            if (atExtra != null && fastExtra != null) {
                assertClose(fastExtra, atExtra, 1e-5 * dense.length() / atExtra.length());
            }
            if (map.decides()) {
                assertThat(fast.latents().alive(map, dense, extra))
                        .isEqualTo(REFERENCE.latents().alive(map, dense, extra));
            }
        }
    }

    private static @Nullable INDArray extra(Random random, int extent, int rows, int width) {
        return switch (extent) {
            case 0 -> null;
            case 1 -> noise(random, 1);
            case 2 -> noise(random, rows);
            default -> noise(random, rows, width);
        };
    }

    /** Cuts off what is not above the extra. */
    private record Cut(String extra, boolean decides) implements Elementwise {
        @Override
        public boolean alive(float dense, float cut, boolean masked) {
            return decides ? dense > cut : masked;
        }

        @Override
        public float forward(float dense, float cut, boolean on) {
            return alive(dense, cut, on) ? dense : 0;
        }

        @Override
        public float backward(float dense, float cut, boolean on, float gradient) {
            return alive(dense, cut, on) ? gradient * (1 + cut) : 0;
        }

        @Override
        public float backwardExtra(float dense, float cut, boolean on, float gradient) {
            return alive(dense, cut, on) ? gradient * dense : cut;
        }
    }
}
