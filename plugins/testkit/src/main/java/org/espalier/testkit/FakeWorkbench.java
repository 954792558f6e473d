package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;
import org.espalier.api.budget.Timer;
import org.espalier.api.data.Batch;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskChange;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.State;
import org.espalier.api.model.Tensors;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.Metric;
import org.espalier.api.report.RunRecord;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.api.report.RunRecord.RemarkRow;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.api.stage.Snapshots;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.api.train.TrainingHook;
import org.espalier.api.train.TrainingPlan;
import org.espalier.api.train.TrainingReport;

/** A bench with a fake network on it. Stages do to it what they will, and everything is written down. */
@API(status = EXPERIMENTAL, since = "0.1")
public final class FakeWorkbench implements Workbench {
    private static final int STEPS_PER_EPOCH = 4;
    private static final int EXAMPLES = 256;

    private final Set<LayerId> chains = new LinkedHashSet<>();
    private final Path directory;
    private final List<String> events = new ArrayList<>();
    private final List<MetricRow> metrics = new ArrayList<>();
    private final List<RemarkRow> remarks = new ArrayList<>();
    private final Set<Evidence<?>> asked = new LinkedHashSet<>();
    private FakeNetwork network;
    private MaskSet masks;
    private State state = State.empty();
    private String stage = "";
    private long steps;
    private final FakeSnapshots snapshots = new FakeSnapshots(
            () -> new FakeSnapshots.Kept(network, masks), kept -> put(kept.network(), kept.masks()), this::tell);

    private FakeWorkbench(FakeNetwork network, Path directory) {
        this.network = network;
        this.masks = network.ones();
        this.directory = directory;
        snapshots.take(Snapshots.INITIAL);
    }

    /**
     * Returns a bench with a network on it.
     *
     * @param directory where stages write files
     */
    public static FakeWorkbench of(FakeNetwork network, Path directory) {
        return new FakeWorkbench(network, directory);
    }

    /** Returns what was done, in order, in words. */
    public List<String> events() {
        return List.copyOf(events);
    }

    /** Returns the evidence that scorings were asked for. */
    public Set<Evidence<?>> asked() {
        return Set.copyOf(asked);
    }

    @Override
    public FakeNetwork network() {
        return network;
    }

    @Override
    public MaskSet masks() {
        return masks;
    }

    @Override
    public Scoring scoring(Set<Evidence<?>> evidence) {
        asked.addAll(evidence);
        return FakeScoring.of(network)
                .withMasks(masks)
                .withSeed(events.size())
                .withState(state)
                .declaring(evidence);
    }

    @Override
    public MaskChange commit(Revision revision) {
        var change = new MaskChange(
                masks.zip(revision.masks(), Mask::andNot), revision.masks().zip(masks, Mask::andNot));
        put(network.with(revision.weights()), revision.masks());
        state = revision.state();
        tell("commit " + masks.alive() + "/" + masks.size() + " " + masks.hashCode());
        return change;
    }

    @Override
    public void replace(LayerId layer, Factorization factorization) {
        int factors = factorization instanceof Factorization.Chain chain
                ? chain.layers().size()
                : ((Factorization.Products) factorization).byMatrix().size();
        tell("replace " + layer + " by " + factors + " factors");
        if (factorization instanceof Factorization.Chain) {
            chains.add(layer);
        }
    }

    @Override
    public Set<LayerId> chains() {
        return Set.copyOf(chains);
    }

    @Override
    public void compose(LayerId layer) {
        if (!chains.remove(layer)) {
            throw new IllegalArgumentException("no chain of factors stands in the place of '" + layer + "'");
        }
        tell("compose " + layer);
    }

    @Override
    public Timer timer() {
        return new FakeTimer();
    }

    @Override
    public void replace(LayerId layer, LayerSpec spec) {
        LayerView old = network.layers().stream()
                .filter(view -> view.id().equals(layer))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no layer '" + layer + "'"));
        network = network.withLayer(new LayerView(layer, spec, old.params(), old.inputs(), old.outputShape()));
        tell("replace " + layer + " by " + spec);
    }

    @Override
    public void setWeights(Tensors latent) {
        put(network.with(latent), masks);
        tell("set " + latent.byId().keySet());
    }

    @Override
    public void harden(String pattern) {
        tell("harden " + pattern);
    }

    @Override
    public void reinitialize() {
        put(
                network.with(
                        Tensors.of(network.params(), info -> Seeded.gaussian("again" + info.id(), info.shapeArray()))),
                masks);
        tell("reinitialize");
    }

    @Override
    public void recalibrate(int batches, int batchSize) {
        tell("recalibrate with " + batches + " batches of " + batchSize);
    }

    @Override
    public TrainingReport train(TrainingPlan plan) {
        List<TrainingHook> hooks = plan.hooks().isEmpty() ? List.of(new TrainingHook() {}) : plan.hooks();
        int epochs = (int) Math.ceil(plan.epochs());
        for (TrainingHook hook : hooks) {
            FakeSession session = FakeSession.of(network, masks).train(hook, epochs, STEPS_PER_EPOCH);
            asked.addAll(session.asked());
            put(session.network(), session.masks());
        }
        steps += (long) epochs * STEPS_PER_EPOCH;
        tell("train " + plan.epochs() + " epochs from " + plan.entry() + " without " + plan.frozen());
        note("train.loss", 1.0 / (1 + steps));
        return new TrainingReport((long) epochs * STEPS_PER_EPOCH, epochs, 1.0 / (1 + steps), "");
    }

    @Override
    public TrainingReport trial(TrainingPlan plan) {
        int epochs = (int) Math.ceil(plan.epochs());
        for (TrainingHook hook : plan.hooks()) {
            FakeSession session = FakeSession.of(network, masks).train(hook, epochs, STEPS_PER_EPOCH);
            asked.addAll(session.asked());
        }
        tell("try " + plan.epochs() + " epochs from " + plan.optimizer().learningRate() + " to "
                + plan.finalLearningRate());
        return new TrainingReport((long) epochs * STEPS_PER_EPOCH, epochs, 1, "");
    }

    @Override
    public int examples(Split split) {
        return EXAMPLES;
    }

    @Override
    public Map<String, Double> evaluate(List<Metric> toMeasure, Split split) {
        FakeInstruments instruments = FakeInstruments.of(network, 0);
        Batch batch = instruments.batch(split == Split.TEST ? 1 : 0, 8);
        var results = new LinkedHashMap<String, Double>();
        for (Metric metric : toMeasure) {
            var gauge = metric.start(new FakeSubject(network, masks, FakeLedger.of(network, masks)));
            gauge.seen(instruments.output(batch), batch);
            results.put(metric.name(), gauge.value());
            note(split.name().toLowerCase(Locale.ROOT) + "." + metric.name(), gauge.value());
        }
        return results;
    }

    @Override
    public Snapshots snapshots() {
        return snapshots;
    }

    @Override
    public void run(String label, List<Stage> stages) {
        String outer = stage;
        stage = outer + label + "/";
        stages.forEach(inner -> inner.run(this));
        stage = outer;
    }

    @Override
    public void paired(String label, String draw, Consumer<Workbench> work) {
        String outer = stage;
        stage = outer + label + "/";
        work.accept(this);
        stage = outer;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public RunRecord record() {
        Ledger ledger = FakeLedger.of(network, masks);
        return new RunRecord("fake", Map.of(), "", metrics, List.of(), List.of(), remarks, ledger, ledger);
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public void save(ModelFormat format, Path file) {
        var image = new ModelImage(network.layers(), network.inputShape(), network.weights(), masks, Map.of());
        try {
            format.write(image, directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tell("save " + file.getFileName());
    }

    @Override
    public void load(ModelFormat format, String file, Predicate<ParamId> wanted) {
        try {
            ModelImage image = format.read(directory.resolve(file), wanted);
            var next = new LinkedHashMap<ParamId, Mask>();
            masks.byId().forEach((id, mask) -> next.put(id, wanted.test(id) ? Mask.ones(mask.shape()) : mask));
            next.putAll(image.masks().byId());
            put(network.with(image.tensors()), new MaskSet(next));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tell("load " + file);
    }

    @Override
    public RandomGenerator random() {
        return Seeded.random("workbench" + events.size());
    }

    @Override
    public void note(String key, double value) {
        metrics.add(new MetricRow(steps, stage, key, value));
        tell(key + " = " + value);
    }

    @Override
    public void note(String key, String words) {
        remarks.add(new RemarkRow(steps, stage, key, words));
        tell(key + " = '" + words + "'");
    }

    @Override
    public void say(String message) {
        tell("say " + message);
    }

    private void put(FakeNetwork next, MaskSet under) {
        masks = under;
        network = next.masked(under);
    }

    private void tell(String event) {
        events.add(stage + event);
    }
}
