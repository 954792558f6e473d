package org.espalier.testkit.zoo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.espalier.api.data.Batch;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Instruments;
import org.espalier.api.score.Need;
import org.espalier.api.score.Objective;
import org.espalier.api.score.Objective.Cost;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What the methods measure before they judge. */
final class Measurements {
    private static final Set<Need> LABELLED = Set.of(Need.INPUTS, Need.LABELS);

    private Measurements() {}

    /** The dense gradient of the loss, averaged over batches: SNIP, RigL. */
    record MeanGradient(int batches, int size) implements Evidence<Tensors> {
        @Override
        public Tensors gather(Instruments instruments) {
            return mean(instruments, instruments.taskLoss(), batches, size, UnaryOperator.identity());
        }

        @Override
        public Set<Need> needs() {
            return LABELLED;
        }
    }

    /** The squared gradient, averaged over single samples: the diagonal of the empirical Fisher matrix. */
    record SquaredGradient(int samples) implements Evidence<Tensors> {
        @Override
        public Tensors gather(Instruments instruments) {
            return mean(instruments, instruments.taskLoss(), samples, 1, gradient -> gradient.mul(gradient));
        }

        @Override
        public Set<Need> needs() {
            return LABELLED;
        }
    }

    /** The gradient of each of some samples: Taylor scores of filters, WoodFisher. */
    record PerSampleGradients(int samples) implements Evidence<List<Tensors>> {
        @Override
        public List<Tensors> gather(Instruments instruments) {
            var gradients = new ArrayList<Tensors>();
            for (Batch sample : instruments.batches(samples, 1)) {
                gradients.add(instruments.gradients(instruments.taskLoss(), sample));
            }
            return List.copyOf(gradients);
        }

        @Override
        public Set<Need> needs() {
            return LABELLED;
        }
    }

    /**
     * {@code 2/n · Σ x xᵀ} over what enters a layer's weights: for a convolution the patches under its kernel. Its
     * diagonal is what Wanda scores by, the whole of it what SparseGPT compensates by.
     */
    record InputGram(int batches, int size) implements Evidence<Map<LayerId, RealMatrix>> {
        @Override
        public Map<LayerId, RealMatrix> gather(Instruments instruments) {
            var layers = new LinkedHashMap<LayerId, LayerView>();
            instruments.network().layers().stream()
                    .filter(layer -> layer.params().stream().anyMatch(ParamInfo::prunable))
                    .forEach(layer -> layers.put(layer.id(), layer));
            var grams = new LinkedHashMap<LayerId, RealMatrix>();
            var counts = new LinkedHashMap<LayerId, Integer>();
            for (Batch batch : instruments.batches(batches, size)) {
                instruments.forward(batch, (id, input, output) -> {
                    LayerView layer = layers.get(id);
                    if (layer != null) {
                        double[][] rows = Patches.rows(layer, input);
                        RealMatrix patches = MatrixUtils.createRealMatrix(rows);
                        grams.merge(id, patches.transpose().multiply(patches), RealMatrix::add);
                        counts.merge(id, rows.length, Integer::sum);
                    }
                });
            }
            grams.replaceAll((id, sum) -> sum.scalarMultiply(2.0 / counts.getOrDefault(id, 1)));
            return grams;
        }

        @Override
        public Set<Need> needs() {
            return Set.of(Need.INPUTS);
        }
    }

    /** What layers put out, one row for each sample and position: PCA. */
    record OutputSample(int batches, int size) implements Evidence<Map<LayerId, List<double[]>>> {
        @Override
        public Map<LayerId, List<double[]>> gather(Instruments instruments) {
            var rows = new LinkedHashMap<LayerId, List<double[]>>();
            for (Batch batch : instruments.batches(batches, size)) {
                instruments.forward(batch, (id, input, output) -> rows.computeIfAbsent(id, key -> new ArrayList<>())
                        .addAll(Patches.channels(output)));
            }
            return rows;
        }

        @Override
        public Set<Need> needs() {
            return Set.of(Need.INPUTS);
        }
    }

    /**
     * {@code ∂R/∂|θ|} with {@code R} the sum of the outputs for an input of ones, every state tensor replaced by its
     * absolute values (Tanaka et al. 2020). Needs no data.
     */
    record SynapticFlow() implements Evidence<Tensors> {
        @Override
        public Tensors gather(Instruments instruments) {
            List<Long> shape = new ArrayList<>(List.of(1L));
            shape.addAll(instruments.network().inputShape());
            var ones = new Batch(
                    Nd4j.ones(
                            DataType.FLOAT,
                            shape.stream().mapToLong(Long::longValue).toArray()),
                    Nd4j.empty(DataType.INT32));
            Objective sum = (output, batch) ->
                    new Cost(output.sumNumber().doubleValue(), output.mul(0).addi(1));
            return instruments.withWeights(
                    weights -> weights.map(weight -> Transforms.abs(weight, true)),
                    () -> instruments.gradients(sum, ones));
        }
    }

    /**
     * The Hessian times the gradient, {@code H g}, by central differences of the gradient along {@code g}; the outputs are
     * divided by a temperature (Wang et al. 2020: GraSP).
     */
    record HessianGradient(int batches, int size, double temperature, double epsilon) implements Evidence<Tensors> {
        @Override
        public Tensors gather(Instruments instruments) {
            Objective softened = (output, batch) -> {
                Cost cost = instruments.taskLoss().of(output.div(temperature), batch);
                return new Cost(cost.value(), cost.gradientAtOutput().div(temperature));
            };
            Supplier<Tensors> gradient = () -> mean(instruments, softened, batches, size, UnaryOperator.identity());
            Tensors along = gradient.get();
            Tensors ahead = instruments.withWeights(weights -> moved(weights, along, epsilon), gradient);
            Tensors behind = instruments.withWeights(weights -> moved(weights, along, -epsilon), gradient);
            return ahead.zip(behind, (a, b) -> a.sub(b).divi(2 * epsilon));
        }

        private static Tensors moved(Tensors weights, Tensors along, double by) {
            return along.zip(weights, (direction, weight) -> weight.add(direction.mul(by)));
        }

        @Override
        public Set<Need> needs() {
            return LABELLED;
        }
    }

    /** What the optimizer keeps for each weight, such as momentum. */
    record Slot(String name) implements Evidence<Tensors> {
        @Override
        public Tensors gather(Instruments instruments) {
            return Tensors.of(
                    instruments.network().prunable(),
                    info -> instruments.optimizerState(info.id(), name).dup('c'));
        }

        @Override
        public Set<Need> needs() {
            return Set.of(Need.OPTIMIZER_STATE);
        }
    }

    private static Tensors mean(
            Instruments instruments, Objective objective, int batches, int size, UnaryOperator<INDArray> each) {
        Tensors sum = Tensors.of(instruments.network().params(), info -> Nd4j.zeros(DataType.FLOAT, info.shapeArray()));
        int count = 0;
        for (Batch batch : instruments.batches(batches, size)) {
            sum = sum.zip(instruments.gradients(objective, batch).map(each), INDArray::add);
            count++;
        }
        double divisor = Math.max(1, count);
        return sum.map(total -> total.div(divisor));
    }
}
