package org.espalier.engine.kernel.reference;

import static org.espalier.engine.kernel.memory.Values.read;
import static org.espalier.engine.kernel.memory.Values.write;

import java.util.Arrays;
import java.util.List;
import org.espalier.engine.kernel.LayoutKernel;
import org.espalier.engine.kernel.memory.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The definition of moving elements about: index arithmetic in c order. */
public final class ReferenceLayout implements LayoutKernel {
    @Override
    public void concatenate(List<Value> inputs, int axis, Value output) {
        double[] y = new double[Math.toIntExact(output.length())];
        int start = 0;
        for (Value input : inputs) {
            double[] x = read(input.array());
            Block block = Block.of(input, output, axis, start);
            for (int i = 0; i < x.length; i++) {
                y[block.at(i)] = x[i];
            }
            start += input.size(axis);
        }
        write(y, output.overwrite());
    }

    @Override
    public void split(Value input, int axis, List<Value> outputs) {
        double[] x = read(input.array());
        int start = 0;
        for (Value output : outputs) {
            double[] y = new double[Math.toIntExact(output.length())];
            Block block = Block.of(output, input, axis, start);
            for (int i = 0; i < y.length; i++) {
                y[i] = x[block.at(i)];
            }
            write(y, output.overwrite());
            start += output.size(axis);
        }
    }

    /** Where elements of a part lie in the whole: runs of {@code width} elements, {@code distance} apart. */
    private record Block(int width, int distance, int first) {
        static Block of(Value part, Value whole, int axis, int start) {
            long inner = 1;
            for (int i = axis + 1; i < part.rank(); i++) {
                inner *= part.size(i);
            }
            return new Block((int) (part.size(axis) * inner), (int) (whole.size(axis) * inner), (int) (start * inner));
        }

        int at(int i) {
            return i / width * distance + first + i % width;
        }
    }

    @Override
    public void pad(Value input, int[] before, double constant, Value output) {
        double[] x = read(input.array());
        double[] y = new double[Math.toIntExact(output.length())];
        Arrays.fill(y, constant);
        for (int i = 0; i < x.length; i++) {
            y[shifted(i, input.shape(), before, output.shape())] = x[i];
        }
        write(y, output.overwrite());
    }

    @Override
    public void crop(Value input, int[] before, Value output) {
        double[] x = read(input.array());
        double[] y = new double[Math.toIntExact(output.length())];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[shifted(i, output.shape(), before, input.shape())];
        }
        write(y, output.overwrite());
    }

    /** Returns the flat index in {@code large} of what has flat index {@code i} in {@code small}. */
    private static int shifted(int i, long[] small, int[] before, long[] large) {
        int rest = i;
        long at = 0;
        long stride = 1;
        for (int axis = small.length - 1; axis >= 0; axis--) {
            at += (rest % small[axis] + before[axis]) * stride;
            rest /= (int) small[axis];
            stride *= large[axis];
        }
        return (int) at;
    }

    @Override
    public void transpose(Value input, int[] order, Value output) {
        double[] x = read(input.array());
        double[] y = new double[x.length];
        int[] strides = new int[order.length];
        int stride = 1;
        for (int axis = order.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= input.size(axis);
        }
        for (int i = 0; i < y.length; i++) {
            int rest = i;
            int from = 0;
            for (int axis = order.length - 1; axis >= 0; axis--) {
                from += rest % output.size(axis) * strides[order[axis]];
                rest /= output.size(axis);
            }
            y[i] = x[from];
        }
        write(y, output.overwrite());
    }

    @Override
    public void gather(Value indices, INDArray table, Value output) {
        double[] rows = read(table);
        int[] wanted = rows(indices, table);
        int columns = (int) table.size(1);
        double[] y = new double[wanted.length * columns];
        for (int i = 0; i < wanted.length; i++) {
            System.arraycopy(rows, wanted[i] * columns, y, i * columns, columns);
        }
        write(y, output.overwrite());
    }

    @Override
    public void gatherBackward(Value indices, Value outputGradient, INDArray tableGradient) {
        double[] dy = read(outputGradient.array());
        int[] wanted = rows(indices, tableGradient);
        int columns = (int) tableGradient.size(1);
        double[] sums = new double[Math.toIntExact(tableGradient.length())];
        for (int i = 0; i < dy.length; i++) {
            sums[wanted[i / columns] * columns + i % columns] += dy[i];
        }
        write(sums, tableGradient);
    }

    private static int[] rows(Value indices, INDArray table) {
        double[] values = read(indices.array());
        int[] rows = new int[values.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (int) values[i];
            if (rows[i] != values[i] || rows[i] < 0 || rows[i] >= table.size(0)) {
                throw new IllegalArgumentException("an index is " + values[i] + ", but a table of " + table.size(0)
                        + " rows is looked up in, which are counted from 0");
            }
        }
        return rows;
    }
}
