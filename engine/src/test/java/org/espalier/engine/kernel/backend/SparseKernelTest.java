package org.espalier.engine.kernel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.espalier.engine.kernel.Draws.assertClose;
import static org.espalier.engine.kernel.Draws.noise;
import static org.espalier.engine.kernel.Draws.window;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.SparseArray;
import org.espalier.engine.kernel.SparseKernel;
import org.espalier.engine.kernel.SparsityPattern;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Sparse layers compute what full ones do whose other weights are zero, on one thread and on several. */
final class SparseKernelTest {
    private static final Kernel REFERENCE = Kernels.reference();

    @Property(tries = 80)
    void denseLayers(
            @ForAll @IntRange(min = 1, max = 150) int batch,
            @ForAll @IntRange(min = 1, max = 3) int steps,
            @ForAll @IntRange(min = 1, max = 150) int in,
            @ForAll @IntRange(min = 1, max = 150) int out,
            @ForAll @DoubleRange(min = 0, max = 1) double density,
            @ForAll boolean biased,
            @ForAll int seed) {
        Random random = new Random(seed);
        Mask mask = Mask.of(List.of((long) out, (long) in), i -> random.nextDouble() < density);
        SparsityPattern pattern = SparsityPattern.of(mask);
        INDArray weight = noise(random, out, in);
        REFERENCE.mask(weight, mask);
        INDArray bias = biased ? noise(random, out) : null;
        Value x = Value.copyOf(noise(random, batch, steps, in));
        Value dy = Value.copyOf(noise(random, batch, steps, out));
        Value y = Value.of(DataType.FLOAT, batch, steps, out);
        Value dx = Value.of(DataType.FLOAT, batch, steps, in);
        INDArray dw = weight.ulike();
        INDArray db = noise(random, out);
        REFERENCE.dense(x, weight, bias, y);
        REFERENCE.denseBackwardData(dy, weight, dx);
        REFERENCE.denseBackwardWeight(x, dy, dw, biased ? db : null);
        REFERENCE.mask(dw, mask);
        INDArray first = null;
        for (Kernel fast : new Kernel[] {Kernels.fast(1), Kernels.fast(3)}) {
            SparseKernel sparse = fast.sparse().orElseThrow();
            var workspace = new Workspace();
            INDArray elements = Nd4j.create(DataType.FLOAT, Math.max(1, pattern.count()));
            INDArray gradients = elements.ulike();
            sparse.gather(pattern, weight, elements);
            Value actual = Value.of(DataType.FLOAT, batch, steps, out);
            sparse.dense(pattern, x, elements, bias, actual, workspace);
            assertClose(actual.array(), y.array(), 1e-5 * in);
            first = first == null ? actual.array() : first;
            assertThat(actual.array()).isEqualTo(first);
            Value back = Value.of(DataType.FLOAT, batch, steps, in);
            INDArray biasGradient = noise(random, out);
            sparse.denseBackward(pattern, dy, back, gradients, biased ? biasGradient : null, workspace);
            assertClose(back.array(), dx.array(), 1e-5 * out);
            INDArray full = weight.ulike().assign(0);
            sparse.scatter(pattern, gradients, full);
            assertClose(full, dw, 1e-5 * batch * steps);
            if (biased) {
                assertClose(biasGradient, db, 1e-5 * batch * steps);
            }
            // A second pass with only a part of it, in the memory of the first.
            sparse.dense(pattern, x, elements, bias, actual, workspace);
            sparse.denseBackward(pattern, dy, back, null, null, workspace);
            assertClose(back.array(), dx.array(), 1e-5 * out);
        }
    }

    @Property(tries = 150)
    void convolutions(
            @ForAll @IntRange(min = 1, max = 5) int batch,
            @ForAll @IntRange(min = 1, max = 7) int channels,
            @ForAll @IntRange(min = 1, max = 7) int filters,
            @ForAll @IntRange(min = 1, max = 20) int height,
            @ForAll @IntRange(min = 1, max = 20) int width,
            @ForAll @DoubleRange(min = 0, max = 1) double density,
            @ForAll int seed) {
        Random random = new Random(seed);
        Window window = window(random, 2, channels, height, width);
        Pair kernel = window.kernel();
        Mask mask = Mask.of(
                List.of((long) filters, (long) channels, kernel.height(), kernel.width()),
                i -> random.nextDouble() < density);
        SparsityPattern pattern = SparsityPattern.of(mask);
        INDArray weight = noise(random, filters, channels, kernel.height(), kernel.width());
        REFERENCE.mask(weight, mask);
        INDArray bias = random.nextBoolean() ? noise(random, filters) : null;
        Value x = Value.copyOf(noise(random, batch, channels, height, width));
        Value dy = Value.copyOf(noise(random, batch, filters, window.outHeight(), window.outWidth()));
        Value y = Value.of(DataType.FLOAT, dy.shape());
        Value dx = Value.of(DataType.FLOAT, x.shape());
        INDArray dw = weight.ulike();
        INDArray db = noise(random, filters);
        var own = new Workspace();
        REFERENCE.convolution().forward(window, x, weight, bias, y, own);
        REFERENCE.convolution().backwardData(window, dy, weight, dx, own);
        REFERENCE.convolution().backwardWeight(window, x, dy, dw, bias == null ? null : db, own);
        REFERENCE.mask(dw, mask);
        for (Kernel fast : new Kernel[] {Kernels.fast(1), Kernels.fast(3)}) {
            SparseKernel sparse = fast.sparse().orElseThrow();
            var workspace = new Workspace();
            INDArray elements = Nd4j.create(DataType.FLOAT, Math.max(1, pattern.count()));
            INDArray gradients = elements.ulike();
            sparse.gather(pattern, weight, elements);
            Value actual = Value.of(DataType.FLOAT, dy.shape());
            sparse.convolution().forward(pattern, window, x, elements, bias, actual, workspace);
            assertClose(actual.array(), y.array(), 1e-5 * channels * window.taps());
            Value back = Value.of(DataType.FLOAT, x.shape());
            sparse.convolution().backwardData(pattern, window, dy, elements, back, workspace);
            assertClose(back.array(), dx.array(), 1e-5 * filters * window.taps());
            INDArray biasGradient = noise(random, filters);
            sparse.convolution()
                    .backwardWeight(pattern, window, x, dy, gradients, bias == null ? null : biasGradient, workspace);
            INDArray full = weight.ulike().assign(0);
            sparse.scatter(pattern, gradients, full);
            assertClose(full, dw, 1e-5 * batch * window.positions());
            if (bias != null) {
                assertClose(biasGradient, db, 1e-5 * batch * window.positions());
            }
        }
    }

    @Test
    void anArrayAndItsElementsFollowEachOther() {
        SparseKernel kernel = Kernels.fast(1).sparse().orElseThrow();
        SparsityPattern pattern = SparsityPattern.of(Mask.of(List.of(2L, 2L), i -> i == 1 || i == 2));
        INDArray full = Nd4j.createFromArray(new float[][] {{0, 1}, {2, 0}});
        var array = new SparseArray(pattern, kernel, full);
        assertThat(array.elements().toFloatVector()).containsExactly(1, 2);
        array.elements().addi(10);
        assertThat(array.full().data().asFloat()).containsExactly(0, 11, 12, 0);
        array.full().muli(2);
        assertThat(array.elements().toFloatVector()).containsExactly(22, 24);

        array.overwriteFull().assign(7);
        assertThat(array.elements().toFloatVector()).containsExactly(7, 7);
        array.overwriteElements().assign(5);
        assertThat(array.full().data().asFloat()).containsExactly(0, 5, 5, 0);
    }

    @Test
    void partsHaveAboutAsManyElementsAndLeaveNoLineOut() {
        int[] starts = {0, 0, 10, 10, 12, 20, 20};
        assertThat(SparsityPattern.cut(starts, 0, 2)).isZero();
        assertThat(SparsityPattern.cut(starts, 1, 2)).isBetween(2, 3);
        assertThat(SparsityPattern.cut(starts, 2, 2)).isEqualTo(6);
    }
}
