package org.espalier.engine.kernel.sparse;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.espalier.engine.kernel.SparseConvolutionKernel;
import org.espalier.engine.kernel.SparseKernel;
import org.espalier.engine.kernel.SparsityPattern;
import org.espalier.engine.kernel.blas.Loops;
import org.espalier.engine.kernel.blas.Workers;
import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.memory.Scratch;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sparse layers on the JDK's vectors. What flows is turned so that the batch lies along the vectors; each element of the
 * weight then multiplies a row, and rows are shared out to the workers by the number of their elements. Every output is
 * computed by one worker in one order, so that results do not depend on how many there are.
 */
public final class SparseProducts implements SparseKernel {
    /** A sparse product overtakes a dense one at about this density; see {@code engine/src/bench/sparse}. */
    private static final double DENSITY = 0.1;

    /** Fewer rows than this leave vectors mostly empty. */
    private static final int ROWS = 8;

    /** Lines that are turned at a time: their rows stay in the first-level cache. */
    private static final int LINES = 64;

    /** How many vectors a panel is wide at most: as many sums stay in registers. */
    private static final int VECTORS = 4;

    private final Workers workers;
    private final SparseLoops loops;
    private final SparseConvolutionKernel convolution;

    public SparseProducts(Workers workers, SparseLoops loops) {
        this.workers = workers;
        this.loops = loops;
        convolution = new SparseConvolution(workers, loops);
    }

    @Override
    public SparseConvolutionKernel convolution() {
        return convolution;
    }

    @Override
    public boolean pays(double density, long rows) {
        return density <= DENSITY && rows >= ROWS;
    }

    @Override
    public void dense(
            SparsityPattern pattern,
            Value input,
            INDArray weights,
            @Nullable INDArray bias,
            Value output,
            Workspace workspace) {
        Floats x = Floats.of(input.array());
        Floats y = Floats.of(output.overwrite());
        Flow flow = workspace.get(Flow.class, Flow::new);
        int batch = Math.toIntExact(x.length() / pattern.columns());
        flow.fit(pattern, batch);
        float[] biases = flow.biases;
        if (bias != null) {
            Floats.of(bias).get(0, biases, pattern.rows());
        }
        int parts = workers.threads();
        Floats.of(weights).get(0, flow.values, pattern.count());
        workers.run(parts, (part, scratch) -> flow.turn(x, flow.inputs, pattern.columns(), part, parts, scratch));
        workers.run(parts, (part, scratch) -> {
            int end = SparsityPattern.cut(pattern.rowStarts, part + 1, parts);
            float[] product = scratch.heap(1, LINES * flow.width);
            for (int row = SparsityPattern.cut(pattern.rowStarts, part, parts); row < end; row += LINES) {
                int to = Math.min(row + LINES, end);
                for (int panel = 0; panel < flow.panels(); panel++) {
                    loops.multiply(
                            pattern.rowStarts,
                            flow.inputOffsets,
                            flow.values,
                            row,
                            to,
                            flow.inputs[panel],
                            flow.width,
                            product);
                    flow.turnBack(product, panel, row, to, biases, y, pattern.rows(), scratch);
                }
            }
        });
    }

    @Override
    public void denseBackward(
            SparsityPattern pattern,
            Value outputGradient,
            @Nullable Value inputGradient,
            @Nullable INDArray weightGradients,
            @Nullable INDArray biasGradient,
            Workspace workspace) {
        Flow flow = workspace.get(Flow.class, Flow::new);
        Floats dy = Floats.of(outputGradient.array());
        Floats dx = inputGradient == null ? null : Floats.of(inputGradient.overwrite());
        int parts = workers.threads();
        workers.run(parts, (part, scratch) -> {
            flow.turn(dy, flow.outputGradients, pattern.rows(), part, parts, scratch);
            if (dx != null) {
                flow.gatherByColumns(pattern, part, parts);
            }
        });
        workers.run(parts, (part, scratch) -> {
            if (weightGradients != null) {
                gradientsOfElements(pattern, flow, part, parts);
            }
            if (dx != null) {
                gradientsOfInputs(pattern, flow, dx, part, parts, scratch);
            }
        });
        if (weightGradients != null) {
            Floats.of(weightGradients).put(0, flow.gradients, pattern.count());
        }
        if (biasGradient != null) {
            for (int row = 0; row < pattern.rows(); row++) {
                flow.biases[row] = flow.sumOfOutputGradients(row);
            }
            Floats.of(biasGradient).put(0, flow.biases, pattern.rows());
        }
    }

    private void gradientsOfElements(SparsityPattern pattern, Flow flow, int part, int parts) {
        int from = SparsityPattern.cut(pattern.rowStarts, part, parts);
        int to = SparsityPattern.cut(pattern.rowStarts, part + 1, parts);
        for (int panel = 0; panel < flow.panels(); panel++) {
            loops.dots(
                    pattern.rowStarts,
                    flow.inputOffsets,
                    from,
                    to,
                    flow.outputGradients[panel],
                    flow.inputs[panel],
                    flow.width,
                    panel > 0,
                    flow.gradients);
        }
    }

    private void gradientsOfInputs(
            SparsityPattern pattern, Flow flow, Floats dx, int part, int parts, Scratch scratch) {
        int end = SparsityPattern.cut(pattern.columnStarts, part + 1, parts);
        float[] product = scratch.heap(1, LINES * flow.width);
        for (int column = SparsityPattern.cut(pattern.columnStarts, part, parts); column < end; column += LINES) {
            int to = Math.min(column + LINES, end);
            for (int panel = 0; panel < flow.panels(); panel++) {
                loops.multiply(
                        pattern.columnStarts,
                        flow.outputOffsets,
                        flow.valuesByColumns,
                        column,
                        to,
                        flow.outputGradients[panel],
                        flow.width,
                        product);
                flow.turnBack(product, panel, column, to, flow.zeros, dx, pattern.columns(), scratch);
            }
        }
    }

    @Override
    public void gather(SparsityPattern pattern, INDArray array, INDArray elements) {
        Floats from = Floats.of(array);
        Floats to = Floats.of(elements);
        forRows(pattern, (row, first, count, scratch) -> {
            float[] values = scratch.heap(0, count);
            for (int i = 0; i < count; i++) {
                values[i] = from.get(row * pattern.columns() + pattern.columnOf[first + i]);
            }
            to.put(first, values, count);
        });
    }

    @Override
    public void scatter(SparsityPattern pattern, INDArray elements, INDArray array) {
        Floats from = Floats.of(elements);
        Floats to = Floats.of(array);
        forRows(pattern, (row, first, count, scratch) -> {
            float[] values = scratch.heap(0, count);
            from.get(first, values, count);
            for (int i = 0; i < count; i++) {
                to.put(row * pattern.columns() + pattern.columnOf[first + i], values[i]);
            }
        });
    }

    /** The elements of one row. */
    @FunctionalInterface
    private interface RowBody {
        void run(int row, int first, int count, Scratch scratch);
    }

    private void forRows(SparsityPattern pattern, RowBody body) {
        int parts = workers.partsFor(pattern.count(), pattern.rows());
        workers.run(parts, (part, scratch) -> {
            int end = SparsityPattern.cut(pattern.rowStarts, part + 1, parts);
            for (int row = SparsityPattern.cut(pattern.rowStarts, part, parts); row < end; row++) {
                int first = pattern.rowStarts[row];
                body.run(row, first, pattern.rowStarts[row + 1] - first, scratch);
            }
        });
    }

    /**
     * What one layer keeps from the way forward for the way back, turned: a row for each feature. It is cut into panels of so
     * many examples that a row is a few vectors and the panel fits the second-level cache.
     */
    private final class Flow {
        private final int lanes = loops.lanes();
        private final int[] everyLine = offsets(LINES);
        private int[] everyRow = {};
        private int batch;
        private int width;
        private @Nullable SparsityPattern fitted;
        private int[] inputOffsets = {};
        private int[] outputOffsets = {};
        private float[][] inputs = {};
        private float[][] outputGradients = {};
        private float[] values = {};
        private float[] valuesByColumns = {};
        private float[] gradients = {};
        private float[] biases = {};
        private float[] zeros = {};

        /** Makes room for examples of a layer, which is always the same one. */
        void fit(SparsityPattern pattern, int examples) {
            if (batch != examples) {
                batch = examples;
                fitted = null;
                width = Math.min((examples + lanes - 1) / lanes, VECTORS) * lanes;
                int panels = (examples + width - 1) / width;
                inputs = new float[panels][Math.multiplyExact(pattern.columns(), width)];
                outputGradients = new float[panels][Math.multiplyExact(pattern.rows(), width)];
                everyRow = offsets(width);
                biases = new float[pattern.rows()];
                zeros = new float[pattern.columns()];
            }
            if (fitted != pattern) {
                fitted = pattern;
                values = new float[pattern.count()];
                valuesByColumns = new float[pattern.count()];
                gradients = new float[pattern.count()];
                inputOffsets = pattern.offsetsByColumn(width);
                outputOffsets = pattern.offsetsByRow(width);
            }
        }

        int panels() {
            return inputs.length;
        }

        private int[] offsets(int distance) {
            return IntStream.range(0, lanes).map(lane -> lane * distance).toArray();
        }

        void gatherByColumns(SparsityPattern pattern, int part, int parts) {
            int count = pattern.count();
            int to = Workers.start(part + 1, parts, count);
            for (int p = Workers.start(part, parts, count); p < to; p++) {
                valuesByColumns[p] = values[pattern.numbers[p]];
            }
        }

        float sumOfOutputGradients(int row) {
            float sum = 0;
            for (float[] panel : outputGradients) {
                sum += Loops.sum(panel, row * width, (row + 1) * width);
            }
            return sum;
        }

        /** Turns a part of {@code [batch, features]} into rows of features, with zeros behind the last example. */
        void turn(Floats from, float[][] panels, int features, int part, int parts, Scratch scratch) {
            float[] strip = scratch.heap(0, lanes * LINES);
            int end = Workers.start(part + 1, parts, features);
            for (int first = Workers.start(part, parts, features); first < end; first += LINES) {
                int count = Math.min(LINES, end - first);
                for (int example = 0; example < panels.length * width; example += lanes) {
                    for (int lane = 0; lane < lanes; lane++) {
                        if (example + lane < batch) {
                            from.get((example + lane) * features + first, strip, lane * LINES, count);
                        } else {
                            Arrays.fill(strip, lane * LINES, lane * LINES + count, 0);
                        }
                    }
                    int to = first * width + example % width;
                    loops.transpose(strip, 0, everyLine, count, panels[example / width], to, width);
                }
            }
        }

        /**
         * Turns rows of features {@code first} to {@code end} of a panel back and adds to each feature what it has in
         * {@code addends}.
         */
        void turnBack(
                float[] rows,
                int panel,
                int first,
                int end,
                float[] addends,
                Floats to,
                int features,
                Scratch scratch) {
            float[] block = scratch.heap(0, width * LINES);
            int count = end - first;
            for (int line = 0; line < count; line += lanes) {
                loops.transpose(rows, line * width, everyRow, width, block, line, LINES);
            }
            int from = panel * width;
            for (int example = from; example < Math.min(from + width, batch); example++) {
                int at = (example - from) * LINES;
                for (int i = 0; i < count; i++) {
                    block[at + i] += addends[first + i];
                }
                to.put(example * features + first, block, at, count);
            }
        }
    }
}
