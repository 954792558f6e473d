package org.espalier.testkit.zoo;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.apache.commons.math3.linear.RealMatrix;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.testkit.zoo.Measurements.HessianGradient;
import org.espalier.testkit.zoo.Measurements.InputGram;
import org.espalier.testkit.zoo.Measurements.MeanGradient;
import org.espalier.testkit.zoo.Measurements.PerSampleGradients;
import org.espalier.testkit.zoo.Measurements.Slot;
import org.espalier.testkit.zoo.Measurements.SquaredGradient;
import org.espalier.testkit.zoo.Measurements.SynapticFlow;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Criteria that judge each weight by itself; higher means keep. */
final class Saliency {
    private Saliency() {}

    /** {@code |w|} of the weights that the network runs with. */
    record Magnitude() implements Criterion {
        @Override
        public Tensors score(Scoring scoring) {
            return Flat.effective(scoring.network()).map(weight -> Transforms.abs(weight, true));
        }
    }

    /** {@code |g|} of the dense gradient: what RigL grows by (Evci et al. 2020, section 3). */
    record Gradient(MeanGradient measured) implements Criterion {
        @Override
        public Tensors score(Scoring scoring) {
            return combined(scoring, scoring.get(measured), (gradient, weight) -> Transforms.abs(gradient, true));
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return Set.of(measured);
        }
    }

    /** {@code |g · w|}, the connection sensitivity before training (Lee, Ajanthan and Torr 2019). */
    record Snip(MeanGradient measured) implements Criterion {
        @Override
        public Tensors score(Scoring scoring) {
            return combined(scoring, scoring.get(measured), (gradient, weight) -> Transforms.abs(gradient.mul(weight)));
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return Set.of(measured);
        }
    }

    /** {@code w · (H g)}: GraSP removes the largest {@code −w · H g}, so that gradients keep flowing (Wang et al. 2020). */
    record Grasp(HessianGradient measured) implements Criterion {
        @Override
        public Tensors score(Scoring scoring) {
            return combined(scoring, scoring.get(measured), INDArray::mul);
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return Set.of(measured);
        }
    }

    /** {@code |∂R/∂|w| · w|}: synaptic flow, in many rounds and without data (Tanaka et al. 2020). */
    record SynFlow() implements Criterion {
        @Override
        public Tensors score(Scoring scoring) {
            return combined(
                    scoring, scoring.get(new SynapticFlow()), (flow, weight) -> Transforms.abs(flow.mul(weight)));
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return Set.of(new SynapticFlow());
        }
    }

    /** {@code ½ h w²} with the Fisher diagonal for {@code h}: optimal brain damage (LeCun, Denker and Solla 1990, eq. 5). */
    record OptimalBrainDamage(SquaredGradient measured) implements Criterion {
        @Override
        public Tensors score(Scoring scoring) {
            return combined(
                    scoring,
                    scoring.get(measured),
                    (curvature, weight) -> curvature.mul(weight).muli(weight).muli(0.5));
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return Set.of(measured);
        }
    }

    /**
     * {@code (Σ g · w)²} over the weights of one output row, averaged over samples: the first-order Taylor score of a
     * filter (Molchanov et al. 2019). Each weight gets an equal part, so that a granularity that adds them up finds the
     * filter's score.
     */
    record Taylor(PerSampleGradients measured) implements Criterion {
        @Override
        public Tensors score(Scoring scoring) {
            NetworkView network = scoring.network();
            List<Tensors> samples = scoring.get(measured);
            return Tensors.of(network.prunable(), info -> rows(info, network.effective(info.id()), samples));
        }

        private static INDArray rows(ParamInfo info, INDArray weight, List<Tensors> samples) {
            int width = (int) info.rowSize();
            double[] scores = new double[(int) info.size()];
            for (Tensors sample : samples) {
                double[] product = Flat.doubles(sample.get(info.id()).mul(weight));
                for (int first = 0; first < product.length; first += width) {
                    double sum = 0;
                    for (int i = first; i < first + width; i++) {
                        sum += product[i];
                    }
                    for (int i = first; i < first + width; i++) {
                        scores[i] += sum * sum / width / samples.size();
                    }
                }
            }
            return Flat.array(scores, info.shapeArray());
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return Set.of(measured);
        }
    }

    /** {@code |W_ij| · ‖X_j‖} (Sun et al. 2024, eq. 1); to be ranked within each output row or each N:M tile. */
    record Wanda(InputGram measured) implements Criterion {
        @Override
        public Tensors score(Scoring scoring) {
            NetworkView network = scoring.network();
            Map<LayerId, RealMatrix> grams = scoring.get(measured);
            return Tensors.of(network.prunable(), info -> {
                RealMatrix gram = grams.get(info.id().layer());
                double[] scores = Flat.doubles(network.effective(info.id()));
                int width = (int) info.rowSize();
                for (int i = 0; i < scores.length; i++) {
                    int column = i % width;
                    scores[i] = Math.abs(scores[i]) * Math.sqrt(gram.getEntry(column, column));
                }
                return Flat.array(scores, info.shapeArray());
            });
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return Set.of(measured);
        }
    }

    /** {@code |m|} of what the optimizer keeps: sparse momentum grows by it (Dettmers and Zettlemoyer 2019). */
    record OptimizerSlot(Slot measured) implements Criterion {
        @Override
        public Tensors score(Scoring scoring) {
            return combined(scoring, scoring.get(measured), (slot, weight) -> Transforms.abs(slot, true));
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return Set.of(measured);
        }
    }

    private static Tensors combined(Scoring scoring, Tensors measured, BinaryOperator<INDArray> combine) {
        NetworkView network = scoring.network();
        return Tensors.of(
                network.prunable(), info -> combine.apply(measured.get(info.id()), network.effective(info.id())));
    }
}
