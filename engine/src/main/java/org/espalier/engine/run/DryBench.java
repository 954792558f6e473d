package org.espalier.engine.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.espalier.api.budget.Timer;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.mask.MaskChange;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.api.report.Metric;
import org.espalier.api.report.RunRecord;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Need;
import org.espalier.api.score.Scoring;
import org.espalier.api.stage.Snapshots;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.api.train.TrainingPlan;
import org.espalier.api.train.TrainingReport;
import org.espalier.engine.mask.selection.ExactSelector;
import org.espalier.engine.metric.MetricComponents;
import org.espalier.engine.random.RandomStreams;
import org.espalier.engine.run.Findings.Place;

/** The bench of one stage in a rehearsal: masks and layers change as in the run, and everything else is only checked. */
record DryBench(Rehearsal rehearsal, Stage stage, Place place) implements Workbench {
    /** Returns what a component may look at; measurements end its rehearsal. */
    static Scoring scoring(Rehearsal rehearsal, Place place, Set<Evidence<?>> evidence, Progress window) {
        LiveNetwork live = rehearsal.live();
        live.computeEffective();
        return new ScoringView(
                live,
                live.masks(),
                window,
                RandomStreams.of(rehearsal.info().seed(), place.path(), 0),
                rehearsal.states().get(place.path()),
                rehearsal.states().parts(place.path()),
                new ExactSelector(),
                evidence,
                new EvidenceCache(live, new DryInstruments(rehearsal, place)),
                message -> {});
    }

    @Override
    public NetworkView network() {
        return rehearsal.live();
    }

    @Override
    public MaskSet masks() {
        return rehearsal.live().masks();
    }

    @Override
    public Scoring scoring(Set<Evidence<?>> evidence) {
        return scoring(rehearsal, place, evidence, Progress.DONE);
    }

    @Override
    public MaskChange commit(Revision revision) {
        rehearsal.files().changed();
        MaskChange change = rehearsal.live().commit(revision);
        rehearsal.states().put(place.path(), revision.state());
        rehearsal.forecast().masks(place.path());
        return change;
    }

    @Override
    public void replace(LayerId layer, Factorization factorization) {
        rehearsal.files().changed();
        rehearsal.live().replace(layer, factorization);
    }

    @Override
    public Set<LayerId> chains() {
        return rehearsal.live().chains();
    }

    @Override
    public void compose(LayerId layer) {
        rehearsal.files().changed();
        rehearsal.live().compose(layer);
    }

    @Override
    public Timer timer() {
        if (rehearsal.whole()) {
            return rehearsal.timer();
        }
        return (inputShape, chain, batchSize) -> {
            throw new Unforeseeable();
        };
    }

    @Override
    public void replace(LayerId layer, LayerSpec spec) {
        rehearsal.live().network().replaceSpec(layer, spec);
        rehearsal.live().changed();
    }

    @Override
    public void setWeights(Tensors latent) {
        rehearsal.files().changed();
        rehearsal.live().setWeights(latent);
    }

    @Override
    public void harden(String pattern) {
        if (rehearsal.live().parameterized().isEmpty() && rehearsal.doubt() == Rehearsal.Doubt.NONE) {
            warn("no parameter is trained through a parameterization here, so there is nothing to harden");
        }
        rehearsal.live().harden(pattern);
    }

    @Override
    public void reinitialize() {
        rehearsal.files().changed();
        rehearsal.live().clock(0);
        rehearsal.certainty(rehearsal.certainty().withClock(true));
    }

    @Override
    public void recalibrate(int batches, int batchSize) {
        int available = rehearsal.data().size(Split.TRAIN);
        if ((long) batches * batchSize > available && available > 0) {
            warn(Sample.shortage(batches, batchSize, available));
        }
        new BatchNormCheck(rehearsal, place).check(batchSize, batchSize, false);
    }

    @Override
    public TrainingReport train(TrainingPlan plan) {
        new DryTraining(rehearsal, place, plan).run();
        return new TrainingReport(0, 0, 0, "");
    }

    @Override
    public TrainingReport trial(TrainingPlan plan) {
        train(plan);
        throw new Unforeseeable();
    }

    @Override
    public int examples(Split split) {
        return rehearsal.data().size(split);
    }

    /** Where there is no data at all, or a stage says that it needs validation, that is found before. */
    @Override
    public Map<String, Double> evaluate(List<Metric> metrics, Split split) {
        boolean declared = split == Split.VALIDATION && stage.needs().contains(Need.VALIDATION);
        if (!rehearsal.data().has(split) && rehearsal.data().has(Split.TRAIN) && !declared) {
            rehearsal.problem(
                    place,
                    "there are no " + split.name().toLowerCase(Locale.ROOT)
                            + " examples to measure on; the data have " + examples(Split.TRAIN)
                            + " for training and " + examples(Split.VALIDATION) + " for validation");
        }
        warnOfCertainty(metrics);
        return Map.of();
    }

    private void warnOfCertainty(List<Metric> metrics) {
        List<LayerView> layers = rehearsal.live().layers();
        List<Long> output = layers.get(layers.size() - 1).outputShape();
        long classes = output.get(output.size() - 1);
        metrics.forEach(metric -> {
            if (metric instanceof MetricComponents.TopK top && top.k() >= classes) {
                warn("'" + metric.name() + "' is 1 whatever the network answers: there are " + classes
                        + " classes. Take a k below that");
            }
        });
    }

    @Override
    public Snapshots snapshots() {
        return rehearsal.snapshots().at(place);
    }

    @Override
    public void run(String label, List<Stage> stages) {
        rehearsal.run(place.path() + label, stages);
    }

    @Override
    public void paired(String label, String draw, Consumer<Workbench> work) {
        if (rehearsal.isOneRoundMore(place.path() + label)) {
            return;
        }
        var own = new Place(place.location(), place.path() + label);
        rehearsal.snapshots().within(own, () -> work.accept(new DryBench(rehearsal, stage, own)));
    }

    @Override
    public long steps() {
        return 0;
    }

    @Override
    public RunRecord record() {
        RunInfo info = rehearsal.info();
        return new RunRecord(
                info.name(),
                Map.of(),
                info.pipeline(),
                List.of(),
                List.of(),
                rehearsal.forecast().dense());
    }

    @Override
    public Path directory() {
        return rehearsal.scratch();
    }

    @Override
    public void save(ModelFormat format, Path file) {
        rehearsal.files().save(place, file);
    }

    @Override
    public void load(ModelFormat format, String file, Predicate<ParamId> wanted) {
        rehearsal.files().changed();
        rehearsal.files().load(place, format, file, wanted);
    }

    @Override
    public RandomGenerator random() {
        return RandomStreams.of(rehearsal.info().seed(), place.path(), 0);
    }

    @Override
    public void note(String key, double value) {}

    @Override
    public void note(String key, String words) {}

    @Override
    public void say(String message) {
        rehearsal.say(place.path(), message);
    }

    @Override
    public void warn(String message) {
        rehearsal.warning(place, message);
    }

    @Override
    public void replacesLayers() {
        rehearsal.factors();
    }

    @Override
    public void rehearsed() {
        if (!rehearsal.whole()) {
            throw new Unforeseeable();
        }
    }
}
