package org.espalier.engine.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.espalier.api.budget.Timer;
import org.espalier.api.data.Batch;
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
import org.espalier.api.model.Tensors;
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

/** The bench of one stage: the run, seen from the stage's place in the pipeline. */
record Bench(RunScope run, StageRunner runner, String path) implements Workbench {
    private static final TrainingReport DONE_BEFORE = new TrainingReport(0, 0, Double.NaN, "");

    @Override
    public NetworkView network() {
        return run.live();
    }

    @Override
    public MaskSet masks() {
        return run.live().masks();
    }

    @Override
    public Scoring scoring(Set<Evidence<?>> evidence) {
        return run.scoring(path, evidence, Progress.DONE);
    }

    @Override
    public MaskChange commit(Revision revision) {
        MaskChange change = run.commit(path, revision);
        run.recordDensity(path, masks().density());
        return change;
    }

    @Override
    public void replace(LayerId layer, Factorization factorization) {
        run.live().replace(layer, factorization);
    }

    @Override
    public Set<LayerId> chains() {
        return run.live().chains();
    }

    @Override
    public void compose(LayerId layer) {
        run.live().compose(layer);
    }

    @Override
    public Timer timer() {
        return run.timer();
    }

    @Override
    public void replace(LayerId layer, LayerSpec spec) {
        run.live().network().replaceSpec(layer, spec);
        run.live().changed();
    }

    @Override
    public void setWeights(Tensors latent) {
        run.live().setWeights(latent);
    }

    @Override
    public void harden(String pattern) {
        run.harden(path, pattern);
    }

    @Override
    public void reinitialize() {
        run.course().pass(() -> run.reinitialize(path));
    }

    @Override
    public void recalibrate(int batches, int batchSize) {
        if (run.live().network().statistics().isEmpty()) {
            say("the network has no batch normalization, so there is nothing to recalibrate");
            return;
        }
        run.live()
                .recalibrate(run.data().sample(batches, batchSize, random()).stream()
                        .map(Batch::inputs)
                        .toList());
    }

    @Override
    public TrainingReport train(TrainingPlan plan) {
        return run.course().pass(() -> new Trainer(run).train(path, plan), DONE_BEFORE);
    }

    @Override
    public TrainingReport trial(TrainingPlan plan) {
        return run.aside(() -> new Trainer(run).trial(path, plan));
    }

    @Override
    public int examples(Split split) {
        return run.data().size(split);
    }

    @Override
    public Map<String, Double> evaluate(List<Metric> metrics, Split split) {
        return run.course().pass(() -> run.measure(path, metrics, split), Map.of());
    }

    @Override
    public Snapshots snapshots() {
        return new PlacedSnapshots(run, path);
    }

    @Override
    public void run(String label, List<Stage> stages) {
        run.course().pass(() -> runner.run(run, path + label, stages));
    }

    @Override
    public void paired(String label, String draw, Consumer<Workbench> work) {
        run.course().pass(() -> run.streams().pair(path, label, draw, () -> run.snapshots()
                .within(path + label, () -> work.accept(new Bench(run, runner, path + label)))));
    }

    @Override
    public long steps() {
        return run.streams().step();
    }

    @Override
    public RunRecord record() {
        return run.record();
    }

    @Override
    public Path directory() {
        return run.directory().path();
    }

    @Override
    public void save(ModelFormat format, Path file) {
        RunDirectory.replace(file, temporary -> format.write(run.image(), temporary));
        run.provenance().written(file);
        run.listener().said("wrote " + file.normalize());
    }

    @Override
    public void load(ModelFormat format, String file, Predicate<ParamId> wanted) {
        Path found = run.info().locator().find(file);
        run.provenance().read(file, found);
        ModelImage image = ModelFit.read(format, found, run.live(), wanted);
        GraphFit.difference(image, run.live()).ifPresent(words -> warn("'" + file + "': " + words));
        // Masks first: what they bring back begins at zero, and only then gets the file's weights.
        commit(Revision.of(ModelFit.masks(run.live(), image, wanted)));
        run.live().setWeights(image.tensors());
    }

    @Override
    public RandomGenerator random() {
        return run.random(path);
    }

    @Override
    public void note(String key, double value) {
        run.course().pass(() -> run.recorder().metric(path, key, value));
    }

    @Override
    public void note(String key, String words) {
        run.course().pass(() -> run.recorder().remark(path, key, words));
    }

    @Override
    public String describe(Object component) {
        return "'" + run.info().nameOf().apply(component) + "' at "
                + run.info().locationOf().apply(component);
    }

    @Override
    public void warn(String message) {
        run.course().pass(() -> run.warn(path, message));
    }

    @Override
    public void say(String message) {
        run.listener().said(path + ": " + message);
    }
}
