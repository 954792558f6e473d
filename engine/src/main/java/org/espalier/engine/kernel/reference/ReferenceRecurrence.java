package org.espalier.engine.kernel.reference;

import static org.espalier.engine.kernel.memory.Values.read;
import static org.espalier.engine.kernel.memory.Values.write;

import java.util.List;
import org.espalier.engine.kernel.Cell;
import org.espalier.engine.kernel.RecurrentKernel;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Values;
import org.espalier.engine.kernel.memory.Workspace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The definition of recurrent cells, sequence by sequence; the way back goes forward once more and keeps every step. */
public final class ReferenceRecurrence implements RecurrentKernel {
    @Override
    public void forward(Cell cell, Value input, List<INDArray> weights, Value output, Workspace workspace) {
        var run = new Sequences(cell, input, weights);
        double[] y = new double[Math.toIntExact(output.length())];
        boolean last = output.rank() == 2;
        for (int n = 0; n < run.batch; n++) {
            double[][] states = run.forward(n).hidden;
            for (int t = last ? run.steps - 1 : 0; t < run.steps; t++) {
                int at = last ? n * run.hidden : (n * run.steps + t) * run.hidden;
                System.arraycopy(states[t + 1], 0, y, at, run.hidden);
            }
        }
        write(y, output.overwrite());
    }

    @Override
    public void backward(
            Cell cell,
            Value input,
            List<INDArray> weights,
            Value outputGradient,
            @Nullable Value inputGradient,
            List<INDArray> weightGradients,
            Workspace workspace) {
        var run = new Sequences(cell, input, weights);
        double[] dy = read(outputGradient.array());
        boolean last = outputGradient.rank() == 2;
        for (int n = 0; n < run.batch; n++) {
            Trace trace = run.forward(n);
            double[] dh = new double[run.hidden];
            double[] dc = new double[run.hidden];
            for (int t = run.steps - 1; t >= 0; t--) {
                int at = last ? n * run.hidden : (n * run.steps + t) * run.hidden;
                for (int j = 0; j < run.hidden && (!last || t == run.steps - 1); j++) {
                    dh[j] += dy[at + j];
                }
                dh = run.backward(n, t, trace, dh, dc);
            }
        }
        for (int i = 0; i < weightGradients.size(); i++) {
            write(run.gradients[i], weightGradients.get(i));
        }
        if (inputGradient != null) {
            write(run.dx, inputGradient.overwrite());
        }
    }

    /** Every step of one sequence: states before step t at index t, and the gates' values. */
    private static final class Trace {
        private final double[][] hidden;
        private final double[][] cell;
        private final double[][][] gates;
        private final double[][] recurrent;

        Trace(int steps, int gates, int hidden) {
            this.hidden = new double[steps + 1][hidden];
            cell = new double[steps + 1][hidden];
            this.gates = new double[steps][gates][hidden];
            recurrent = new double[steps][hidden];
        }
    }

    /** A batch of sequences under one set of weights, with the gradients that gather on the way back. */
    private static final class Sequences {
        private final Cell cell;
        private final int batch;
        private final int steps;
        private final int in;
        private final int hidden;
        private final int gates;
        private final double[] x;
        private final double[] dx;
        private final double[][] w;
        private final double[][] gradients;

        Sequences(Cell cell, Value input, List<INDArray> weights) {
            this.cell = cell;
            batch = input.size(0);
            steps = input.size(1);
            in = input.size(2);
            hidden = (int) weights.get(0).size(0);
            gates = cell.gates().size();
            x = read(input.array());
            dx = new double[x.length];
            w = weights.stream().map(Values::read).toArray(double[][]::new);
            gradients = weights.stream()
                    .map(array -> new double[Math.toIntExact(array.length())])
                    .toArray(double[][]::new);
        }

        private double[] bias(int gate) {
            return w[2 * gates + gate];
        }

        Trace forward(int n) {
            var trace = new Trace(steps, gates, hidden);
            for (int t = 0; t < steps; t++) {
                for (int j = 0; j < hidden; j++) {
                    if (cell == Cell.LSTM) {
                        lstm(n, t, j, trace);
                    } else {
                        gru(n, t, j, trace);
                    }
                }
            }
            return trace;
        }

        private void lstm(int n, int t, int j, Trace trace) {
            double[] values = new double[gates];
            for (int gate = 0; gate < gates; gate++) {
                double sum = atInput(gate, n, t, j) + atState(gate, trace.hidden[t], j) + bias(gate)[j];
                values[gate] = gate == 2 ? StrictMath.tanh(sum) : logistic(sum);
                trace.gates[t][gate][j] = values[gate];
            }
            trace.cell[t + 1][j] = values[1] * trace.cell[t][j] + values[0] * values[2];
            trace.hidden[t + 1][j] = values[3] * StrictMath.tanh(trace.cell[t + 1][j]);
        }

        private void gru(int n, int t, int j, Trace trace) {
            double update = logistic(atInput(0, n, t, j) + atState(0, trace.hidden[t], j) + bias(0)[j]);
            double reset = logistic(atInput(1, n, t, j) + atState(1, trace.hidden[t], j) + bias(1)[j]);
            double recurrent = atState(2, trace.hidden[t], j) + bias(3)[j];
            double candidate = StrictMath.tanh(atInput(2, n, t, j) + bias(2)[j] + reset * recurrent);
            trace.gates[t][0][j] = update;
            trace.gates[t][1][j] = reset;
            trace.gates[t][2][j] = candidate;
            trace.recurrent[t][j] = recurrent;
            trace.hidden[t + 1][j] = update * trace.hidden[t][j] + (1 - update) * candidate;
        }

        private double atInput(int gate, int n, int t, int j) {
            double sum = 0;
            for (int k = 0; k < in; k++) {
                sum += w[gate][j * in + k] * x[(n * steps + t) * in + k];
            }
            return sum;
        }

        private double atState(int gate, double[] state, int j) {
            double sum = 0;
            for (int k = 0; k < hidden; k++) {
                sum += w[gates + gate][j * hidden + k] * state[k];
            }
            return sum;
        }

        /** Goes back through one step; returns the gradient at the hidden state before it and brings {@code dc} there. */
        double[] backward(int n, int t, Trace trace, double[] dh, double[] dc) {
            double[] before = new double[hidden];
            for (int j = 0; j < hidden; j++) {
                double[] values = new double[gates];
                for (int gate = 0; gate < gates; gate++) {
                    values[gate] = trace.gates[t][gate][j];
                }
                if (cell == Cell.LSTM) {
                    double state = StrictMath.tanh(trace.cell[t + 1][j]);
                    double slope = dc[j] + dh[j] * values[3] * (1 - state * state);
                    both(0, n, t, j, trace, slope * values[2] * values[0] * (1 - values[0]), before);
                    both(1, n, t, j, trace, slope * trace.cell[t][j] * values[1] * (1 - values[1]), before);
                    both(2, n, t, j, trace, slope * values[0] * (1 - values[2] * values[2]), before);
                    both(3, n, t, j, trace, dh[j] * state * values[3] * (1 - values[3]), before);
                    dc[j] = slope * values[1];
                } else {
                    double slope = dh[j] * (1 - values[0]) * (1 - values[2] * values[2]);
                    double old = trace.hidden[t][j];
                    both(0, n, t, j, trace, dh[j] * (old - values[2]) * values[0] * (1 - values[0]), before);
                    both(1, n, t, j, trace, slope * trace.recurrent[t][j] * values[1] * (1 - values[1]), before);
                    intoInput(2, n, t, j, slope);
                    intoState(2, trace.hidden[t], j, slope * values[1], before);
                    gradients[2 * gates + 3][j] += slope * values[1];
                    before[j] += dh[j] * values[0];
                }
            }
            return before;
        }

        private void both(int gate, int n, int t, int j, Trace trace, double slope, double[] before) {
            intoInput(gate, n, t, j, slope);
            intoState(gate, trace.hidden[t], j, slope, before);
        }

        private void intoInput(int gate, int n, int t, int j, double slope) {
            gradients[2 * gates + gate][j] += slope;
            for (int k = 0; k < in; k++) {
                int at = (n * steps + t) * in + k;
                gradients[gate][j * in + k] += slope * x[at];
                dx[at] += slope * w[gate][j * in + k];
            }
        }

        private void intoState(int gate, double[] state, int j, double slope, double[] before) {
            for (int k = 0; k < hidden; k++) {
                gradients[gates + gate][j * hidden + k] += slope * state[k];
                before[k] += slope * w[gates + gate][j * hidden + k];
            }
        }

        private static double logistic(double x) {
            return 1 / (1 + StrictMath.exp(-x));
        }
    }
}
