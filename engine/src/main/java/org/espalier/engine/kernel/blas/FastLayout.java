package org.espalier.engine.kernel.blas;

import java.util.Arrays;
import java.util.List;
import org.espalier.engine.kernel.LayoutKernel;
import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.reference.ReferenceLayout;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pads and crops float values by copying runs of neighbours; leaves the rest to the reference. */
public final class FastLayout implements LayoutKernel {
    private final LayoutKernel reference = new ReferenceLayout();

    /** Copies {@code count} elements between places in a small and in a large value. */
    private interface Copy {
        void run(int small, int large, int count);
    }

    @Override
    public void pad(Value input, int[] before, double constant, Value output) {
        Floats from = Floats.of(input, null);
        Floats to = Floats.overwrite(output, null);
        float[] filling = new float[(int) Math.min(Floats.BLOCK, to.length())];
        Arrays.fill(filling, (float) constant);
        for (long at = 0; at < to.length(); at += filling.length) {
            to.put((int) at, filling, (int) Math.min(filling.length, to.length() - at));
        }
        eachRun(input.shape(), before, output.shape(), (small, large, count) -> from.copyTo(to, small, large, count));
    }

    @Override
    public void crop(Value input, int[] before, Value output) {
        Floats from = Floats.of(input, null);
        Floats to = Floats.overwrite(output, null);
        eachRun(output.shape(), before, input.shape(), (small, large, count) -> from.copyTo(to, large, small, count));
    }

    /** Finds the runs of a small value that are runs of the large one around it. */
    private static void eachRun(long[] small, int[] before, long[] large, Copy copy) {
        int axis = small.length - 1;
        int inner = 1;
        while (axis > 0 && small[axis] == large[axis]) {
            inner *= (int) small[axis--];
        }
        int run = inner * (int) small[axis];
        long runs = run == 0 ? 0 : Arrays.stream(small).reduce(1, (a, b) -> a * b) / run;
        for (int i = 0; i < runs; i++) {
            int rest = i;
            int at = before[axis] * inner;
            int stride = (int) large[axis] * inner;
            for (int outer = axis - 1; outer >= 0; outer--) {
                at += (rest % (int) small[outer] + before[outer]) * stride;
                rest /= (int) small[outer];
                stride *= (int) large[outer];
            }
            copy.run(i * run, at, run);
        }
    }

    @Override
    public void concatenate(List<Value> inputs, int axis, Value output) {
        reference.concatenate(inputs, axis, output);
    }

    @Override
    public void split(Value input, int axis, List<Value> outputs) {
        reference.split(input, axis, outputs);
    }

    @Override
    public void transpose(Value input, int[] order, Value output) {
        reference.transpose(input, order, output);
    }

    @Override
    public void gather(Value indices, INDArray table, Value output) {
        reference.gather(indices, table, output);
    }

    @Override
    public void gatherBackward(Value indices, Value outputGradient, INDArray tableGradient) {
        reference.gatherBackward(indices, outputGradient, tableGradient);
    }
}
