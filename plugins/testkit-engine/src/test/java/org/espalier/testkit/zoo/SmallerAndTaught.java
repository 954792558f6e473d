package org.espalier.testkit.zoo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Choice;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Need;
import org.espalier.api.score.Objective.Cost;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;
import org.espalier.api.train.TrainingPlan;
import org.espalier.testkit.zoo.LowRank.Lazy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Quantization and distillation. */
final class SmallerAndTaught {
    private SmallerAndTaught() {}

    /**
     * Runs with weights rounded to whole multiples of {@code max|w| / (2^(bits−1) − 1)}; gradients pass as if they were not
     * rounded: the straight-through estimator (Bengio, Léonard and Courville 2013; Jacob et al. 2018, section 3).
     */
    record FakeQuantization(int bits) implements Parameterization {
        @Override
        public Effective effective(ParamInfo info, Latent latent, Mask mask) {
            INDArray alive = latent.dense().mul(mask.toArray());
            double step = alive.amaxNumber().doubleValue() / (Math.pow(2, bits - 1.0) - 1);
            return new Effective(
                    step == 0 ? alive : Transforms.round(alive.div(step)).muli(step), mask);
        }

        @Override
        public Latent pullback(ParamInfo info, Latent latent, Mask mask, INDArray gradient) {
            return Latent.of(gradient.mul(mask.toArray()));
        }

        double error(ParamInfo info, INDArray weight) {
            INDArray rounded =
                    effective(info, Latent.of(weight), Mask.ones(info.shape())).weight();
            double norm = weight.norm2Number().doubleValue();
            return norm == 0 ? 0 : rounded.sub(weight).norm2Number().doubleValue() / norm;
        }
    }

    /**
     * Picks a width for each layer within a budget of bits a weight on average, then trains with the rounding in place.
     *
     * @param widths the widths to pick from
     * @param solver who picks
     * @param average bits a weight may take on average
     * @param training the training that follows
     */
    record MixedPrecision(List<Integer> widths, BudgetSolver solver, double average, TrainingPlan training)
            implements Stage {
        @Override
        public void run(Workbench bench) {
            Map<LayerId, List<Choice>> choices = new LinkedHashMap<>();
            long weights = 0;
            for (ParamInfo info : bench.network().prunable()) {
                INDArray weight = bench.network().effective(info.id());
                choices.put(
                        info.id().layer(),
                        widths.stream().map(bits -> choice(info, weight, bits)).toList());
                weights += info.size();
            }
            Map<LayerId, Choice> picked = solver.solve(average * weights, choices, bench.scoring(solver.evidence()));
            picked.forEach((layer, choice) -> bench.note("bits." + layer, bits(choice)));
            bench.train(with(new Rounding(picked)));
        }

        private static Choice choice(ParamInfo info, INDArray weight, int bits) {
            return new Lazy(Map.of("bits", bits), (double) bits * info.size(), () -> new FakeQuantization(bits)
                    .error(info, weight));
        }

        private TrainingPlan with(TrainingHook hook) {
            List<TrainingHook> hooks = new ArrayList<>(training.hooks());
            hooks.add(hook);
            return new TrainingPlan(
                    training.epochs(),
                    training.batchSize(),
                    training.accumulate(),
                    training.optimizer(),
                    training.schedule(),
                    training.finalLearningRate(),
                    training.scheduleEpochs(),
                    training.entry(),
                    training.gradientClip(),
                    training.labelSmoothing(),
                    training.freshOptimizer(),
                    training.frozen(),
                    hooks);
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return solver.evidence();
        }

        @Override
        public Set<Need> needs() {
            return Set.of(Need.INPUTS, Need.LABELS);
        }
    }

    /** Has each layer run at its own width. */
    record Rounding(Map<LayerId, Choice> picked) implements TrainingHook {
        @Override
        public void trainingStarted(Session session) {
            picked.forEach((layer, choice) ->
                    session.parameterize(new FakeQuantization(bits(choice)), List.of(), layer + ".weight"));
        }
    }

    /**
     * Adds to the loss how far the outputs are from a teacher's: {@code (1 − weight) · loss + weight · T² · KL(teacher ‖
     * student)} with both outputs divided by the temperature {@code T} (Hinton, Vinyals and Dean 2015, section 2).
     *
     * @param teacher the snapshot that teaches
     */
    record Distillation(String teacher, double weight, double temperature) implements TrainingHook {
        @Override
        public Set<String> needsSnapshots() {
            return Set.of(teacher);
        }

        @Override
        public Cost lossComputed(Session session, Batch batch, INDArray output, Cost cost) {
            int size = (int) output.size(0);
            int classes = (int) output.size(1);
            double[] taught = softened(session.outputOf(teacher, batch), classes);
            double[] own = softened(output, classes);
            double divergence = 0;
            double[] gradient = new double[own.length];
            for (int i = 0; i < own.length; i++) {
                divergence += taught[i] * (Math.log(taught[i]) - Math.log(own[i])) / size;
                gradient[i] = weight * temperature * (own[i] - taught[i]) / size;
            }
            double value = (1 - weight) * cost.value() + weight * temperature * temperature * divergence;
            INDArray towards = Flat.array(gradient, size, classes);
            return new Cost(value, cost.gradientAtOutput().mul(1 - weight).addi(towards));
        }

        /** Returns the probabilities at the temperature, row by row. */
        private double[] softened(INDArray output, int classes) {
            double[] values = Flat.doubles(output);
            for (int first = 0; first < values.length; first += classes) {
                double sum = 0;
                for (int i = first; i < first + classes; i++) {
                    values[i] = Math.exp(values[i] / temperature);
                    sum += values[i];
                }
                for (int i = first; i < first + classes; i++) {
                    values[i] /= sum;
                }
            }
            return values;
        }
    }

    private static int bits(Choice choice) {
        return choice.knobs().getOrDefault("bits", 32);
    }
}
