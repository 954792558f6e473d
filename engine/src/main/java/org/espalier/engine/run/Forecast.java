package org.espalier.engine.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.espalier.api.budget.Timer;
import org.espalier.api.data.DataException;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.MaskChange;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.State;
import org.espalier.api.model.Tensors;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.Ledger.Line;
import org.espalier.api.report.Metric;
import org.espalier.api.report.RunRecord;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.api.stage.Snapshots;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.api.train.TrainingPlan;
import org.espalier.api.train.TrainingReport;
import org.espalier.engine.PipelineException;
import org.espalier.engine.data.PreparedData;
import org.espalier.engine.kernel.Kernels;
import org.espalier.engine.ledger.Ledgers;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.mask.ExactSelector;
import org.espalier.engine.network.Architecture;
import org.espalier.engine.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a pipeline will leave of its network, told before anything is trained: its stages work on freshly drawn weights,
 * or on those of a file that a stage loads, and training and measuring do nothing. Counts that follow from options come out
 * exactly; how a global ranking spreads over layers, which trained weights decide, is not foretold, and neither are decisions
 * that take measurements: their stages are skipped, and what a later stage refuses may be for the want of them, so it is told
 * and ends nothing.
 */
public final class Forecast {
    private final RunInfo info;
    private final RunData data;
    private final LiveNetwork live;
    private final SnapshotStore snapshots;
    private final Ledger dense;
    private final EvidenceCache evidence;
    private final ChainTimer timer;
    private final Path scratch;
    private final List<String> lines = new ArrayList<>();
    /** From the first stage on that was not run, the network may be another than the run's. */
    private boolean skipped;

    private Forecast(RunInfo info, Weights weights, RunData data, Path scratch) {
        this.info = info;
        this.data = data;
        this.scratch = scratch;
        this.timer = new ChainTimer(weights.kernel());
        var network = weights.sibling();
        weights.draw(network, info.seed(), "");
        this.live = new LiveNetwork(network, CommitRules.DEFAULT, message -> {});
        this.snapshots = new SnapshotStore(live);
        this.dense = Ledgers.of(live, live.masks());
        var laboratory = new Laboratory(
                live, data, new Evaluator(live, data), () -> RandomStreams.of(info.seed(), "forecast", 0));
        this.evidence = new EvidenceCache(live, laboratory);
    }

    /** Returns the forecast as lines of text. */
    public static String of(RunInfo info, Architecture architecture, PreparedData data, List<Stage> stages) {
        var weights = new Weights(
                architecture.build(data.shape(), data.classes()),
                architecture.initializer(),
                Kernels.of(DataType.FLOAT));
        Path scratch = Scratch.make();
        try {
            return new Forecast(info, weights, new RunData(data), scratch).tell(stages);
        } finally {
            Scratch.delete(scratch);
        }
    }

    private String tell(List<Stage> stages) {
        lines.add("Dense network");
        dense.layers().forEach(this::tell);
        tell(dense.total());
        lines.add("");
        lines.add("Weights left after each change of masks, of " + dense.total().prunable() + " prunable");
        run("", stages);
        lines.add("");
        lines.add(dense.rule());
        return String.join("\n", lines);
    }

    private void tell(Line line) {
        lines.add(String.format(
                Locale.ROOT,
                "  %-12s %-8s %,14d parameters %,14d bytes %,16d FLOPs",
                line.name(),
                line.kind(),
                line.parameters(),
                line.parameters() * Float.BYTES,
                line.denseFlops()));
    }

    private void run(String prefix, List<Stage> stages) {
        for (Stage stage : stages) {
            String path = (prefix.isEmpty() ? "" : prefix + "/") + info.nameOf().apply(stage);
            if (stage.evidence().isEmpty()) {
                run(path, stage);
            } else {
                lines.add("  " + path + ": depends on what it will measure");
                skipped = true;
            }
        }
    }

    private void run(String path, Stage stage) {
        try {
            stage.run(new DryBench(path));
        } catch (IllegalArgumentException | DataException e) {
            if (skipped) {
                lines.add("  " + path + ": depends on what was skipped; without that, " + e.getMessage());
                return;
            }
            throw new PipelineException(info.locationOf().apply(stage) + ": " + path + ": " + e.getMessage(), e);
        }
    }

    private void tellMasks(String path) {
        MaskSet masks = live.masks();
        long packed = masks.byId().values().stream()
                .mapToLong(mask -> mask.alive() * Float.BYTES + (mask.size() + 7) / 8)
                .sum();
        lines.add(String.format(
                Locale.ROOT,
                "  %-40s %,10d (%.2f %%) %,12d FLOPs %,12d bytes as bitmask and values",
                path,
                masks.alive(),
                100 * masks.density(),
                Ledgers.of(live, masks).total().sparseFlops(),
                packed));
    }

    /** A bench at which masks change and nothing else does. */
    private final class DryBench implements Workbench {
        private final String path;

        DryBench(String path) {
            this.path = path;
        }

        @Override
        public NetworkView network() {
            return live;
        }

        @Override
        public MaskSet masks() {
            return live.masks();
        }

        @Override
        public Scoring scoring(Set<Evidence<?>> evidence) {
            return new ScoringView(
                    live,
                    live.masks(),
                    Progress.DONE,
                    random(),
                    State.empty(),
                    new ComponentStates().parts(path),
                    new ExactSelector(),
                    Set.of(),
                    Forecast.this.evidence,
                    message -> {});
        }

        @Override
        public MaskChange commit(Revision revision) {
            MaskChange change = live.commit(revision);
            tellMasks(path);
            return change;
        }

        @Override
        public void replace(LayerId layer, Factorization factorization) {
            live.replace(layer, factorization);
        }

        @Override
        public Set<LayerId> chains() {
            return live.chains();
        }

        @Override
        public void compose(LayerId layer) {
            live.compose(layer);
        }

        @Override
        public Timer timer() {
            return timer;
        }

        @Override
        public void replace(LayerId layer, LayerSpec spec) {
            live.network().replaceSpec(layer, spec);
        }

        @Override
        public void setWeights(Tensors latent) {
            live.setWeights(latent);
        }

        @Override
        public void harden(String pattern) {
            live.harden(pattern);
        }

        @Override
        public void reinitialize() {}

        @Override
        public void recalibrate(int batches, int batchSize) {}

        @Override
        public TrainingReport train(TrainingPlan plan) {
            return new TrainingReport(0, 0, 0, "");
        }

        @Override
        public TrainingReport trial(TrainingPlan plan) {
            return train(plan);
        }

        @Override
        public int examples(Split split) {
            return data.size(split);
        }

        @Override
        public Map<String, Double> evaluate(List<Metric> metrics, Split split) {
            return Map.of();
        }

        @Override
        public Snapshots snapshots() {
            return snapshots;
        }

        @Override
        public void run(String label, List<Stage> stages) {
            Forecast.this.run(path + label, stages);
        }

        @Override
        public void paired(String label, String draw, Consumer<Workbench> work) {
            work.accept(new DryBench(path + label));
        }

        @Override
        public long steps() {
            return 0;
        }

        @Override
        public RunRecord record() {
            return new RunRecord(info.name(), Map.of(), info.pipeline(), List.of(), List.of(), dense);
        }

        @Override
        public Path directory() {
            return scratch;
        }

        @Override
        public void save(ModelFormat format, Path file) {}

        /** What an earlier stage of the run will have written is not there yet. */
        @Override
        public void load(ModelFormat format, String file, Predicate<ParamId> wanted) {
            Path found;
            try {
                found = info.locator().find(file);
            } catch (DataException e) {
                say("'" + file + "' is not there yet, so what follows is about other weights");
                return;
            }
            ModelImage image = ModelFit.read(format, found, live, wanted);
            live.commit(Revision.of(ModelFit.masks(live, image, wanted)));
            live.setWeights(image.tensors());
        }

        @Override
        public RandomGenerator random() {
            return RandomStreams.of(info.seed(), path, 0);
        }

        @Override
        public void note(String key, double value) {}

        @Override
        public void note(String key, String words) {}

        @Override
        public void say(String message) {
            lines.add("  " + path + ": " + message);
        }
    }
}
