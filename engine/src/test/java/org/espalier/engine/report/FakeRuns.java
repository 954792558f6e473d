package org.espalier.engine.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.RunRecord;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;

/** Records of runs that never were, with numbers as a real one has them. */
final class FakeRuns {
    private static final String[] LAYERS = {"fc1", "fc2", "fc3"};
    private static final long[] INPUTS = {784, 300, 100};
    private static final long[] OUTPUTS = {300, 100, 10};

    private FakeRuns() {}

    /** A run that measured nothing. */
    static RunRecord empty(String name) {
        return new RunRecord(name, new LinkedHashMap<>(), "", List.of(), List.of(), new Ledger("nothing", List.of()));
    }

    /** A run of these rows. */
    static RunRecord of(List<MetricRow> metrics, List<MaskRow> masks) {
        return new RunRecord("run", new LinkedHashMap<>(), "", metrics, masks, new Ledger("nothing", List.of()));
    }

    /** LeNet-300-100 pruned over rounds with rewinding, and the random re-initialisation beside it. */
    static RunRecord lottery(int rounds) {
        var random = new Random(42);
        var metrics = new ArrayList<MetricRow>();
        var masks = new ArrayList<MaskRow>();
        double keep = 1;
        long step = 0;
        for (int number = 1; number <= rounds; number++) {
            String round = "repeat[" + number + "]/";
            for (boolean ticket : List.of(true, false)) {
                String stage = ticket ? round : round + "branch:control/";
                double ceiling = accuracy(keep, ticket);
                for (int epoch = 1; epoch <= 10; epoch++) {
                    step += 400;
                    double noise = 0.0015 * random.nextGaussian();
                    double learnt = epoch == 10 ? ceiling : ceiling - 0.12 * Math.exp(-epoch / 1.6) + noise;
                    metrics.add(new MetricRow(step, stage + "train", "train.loss", 0.02 + 2.2 * (1 - learnt)));
                    metrics.add(new MetricRow(step, stage + "train", "train.accuracy", Math.min(1, learnt + 0.006)));
                    metrics.add(new MetricRow(step, stage + "train", "density", keep));
                    metrics.add(new MetricRow(step, stage + "train", "validation.loss", 0.05 + 2.4 * (1 - learnt)));
                    metrics.add(new MetricRow(step, stage + "train", "validation.accuracy", learnt));
                }
                metrics.add(new MetricRow(step, stage + "evaluate", "density", keep));
                metrics.add(new MetricRow(step, stage + "evaluate", "validation.accuracy", ceiling));
            }
            keep *= 0.8;
            for (int layer = 0; layer < LAYERS.length; layer++) {
                long size = INPUTS[layer] * OUTPUTS[layer];
                double share = Math.min(1, keep * (layer == 2 ? Math.pow(1 / keep, 0.7) : layer == 1 ? 1.3 : 0.97));
                masks.add(
                        new MaskRow(step, round + "prune", LAYERS[layer] + ".weight", Math.round(size * share), size));
            }
        }
        metrics.add(new MetricRow(step, "evaluate", "test.accuracy", accuracy(keep, true) - 0.001));
        metrics.add(new MetricRow(step, "evaluate", "test.loss", 0.07));
        metrics.add(new MetricRow(step, "evaluate", "density", keep));
        return new RunRecord("lenet300-lottery", provenance(), PIPELINE, metrics, masks, ledger(keep));
    }

    /** One training during which the density falls at every epoch. */
    static RunRecord gradual(int epochs) {
        var metrics = new ArrayList<MetricRow>();
        var masks = new ArrayList<MaskRow>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            long step = epoch * 100L;
            double share = (double) epoch / epochs;
            double density = 0.05 + 0.95 * Math.pow(1 - share, 3);
            masks.add(new MaskRow(step, "train/sparsify", "fc1.weight", Math.round(density * 235_200), 235_200));
            metrics.add(new MetricRow(step, "train", "train.loss", 0.05 + 2 * Math.exp(-epoch / 4.0)));
            metrics.add(new MetricRow(step, "train", "train.accuracy", 0.99 - 0.4 * Math.exp(-epoch / 3.0)));
            metrics.add(new MetricRow(step, "train", "density", density));
            metrics.add(new MetricRow(step, "train", "validation.loss", 0.08 + 2 * Math.exp(-epoch / 4.0)));
            metrics.add(new MetricRow(step, "train", "validation.accuracy", 0.98 - 0.4 * Math.exp(-epoch / 3.0)));
        }
        return new RunRecord("gradual", provenance(), PIPELINE, metrics, masks, ledger(0.05));
    }

    private static double accuracy(double density, boolean ticket) {
        double sparsity = Math.log10(1 / density);
        return ticket
                ? 0.9805 + 0.0035 * Math.sin(Math.min(2.2, sparsity * 1.7)) - 0.004 * Math.pow(sparsity / 1.5, 6)
                : 0.9805 - 0.006 * sparsity - 0.009 * Math.pow(sparsity / 1.2, 4);
    }

    private static Ledger ledger(double keep) {
        var lines = new ArrayList<Ledger.Line>();
        for (int layer = 0; layer < LAYERS.length; layer++) {
            long size = INPUTS[layer] * OUTPUTS[layer];
            long alive = Math.round(size * Math.min(1, keep * (layer == 2 ? 4 : layer == 1 ? 1.3 : 0.97)));
            lines.add(new Ledger.Line(
                    LAYERS[layer],
                    "Gemm",
                    size + OUTPUTS[layer],
                    size,
                    alive,
                    alive + OUTPUTS[layer],
                    2 * size + OUTPUTS[layer],
                    2 * alive + OUTPUTS[layer]));
        }
        return new Ledger(
                "Parameters are weights and biases; weights are prunable, biases are not. One multiplication and one"
                        + " addition are two FLOPs; sparse FLOPs count living weights only.",
                lines);
    }

    private static Map<String, String> provenance() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("seed", "42");
        facts.put("espalier", "0.1.0-SNAPSHOT");
        facts.put("plugin core", "0.1.0-SNAPSHOT");
        facts.put(
                "plugin magnitude", "0.1.0-SNAPSHOT, 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");
        facts.put("data mnist", "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609");
        facts.put("java", "17.0.15 (Debian)");
        facts.put("machine", "Linux amd64, 2 processors");
        facts.put("started", "2026-01-01T12:00:00Z");
        return facts;
    }

    private static final String PIPELINE = """
            seed: 42
            model:
              mlp: { layers: [784, 300, 100, 10], activation: relu }
            data:
              mnist: { folder: data/mnist, validation: 5000 }
            pipeline:
              - train: { epochs: 1, optimizer: { adam: { learning-rate: 1.2e-3 } } }
              - snapshot: rewind
              - repeat:
                  times: 20
                  do:
                    - train: { epochs: 10, optimizer: { adam: { learning-rate: 1.2e-3 } } }
                    - evaluate: { split: validation }
                    - branch: { name: control, do: [{ reinitialize: {} }, { train: { epochs: 10 } }, { evaluate: {} }] }
                    - prune: { policy: { prune: { criterion: magnitude, keep: 0.8, of: alive } } }
                    - rewind: { to: rewind, what: [weights, learning-rate] }
              - evaluate: { split: test }
              - report
            """;

    /** Writes the page of a fake run into a folder, to look at it: {@code lottery}, {@code gradual} or {@code empty}. */
    public static void main(String[] args) throws IOException {
        RunRecord run =
                switch (args[1]) {
                    case "lottery" -> lottery(20);
                    case "gradual" -> gradual(30);
                    default -> empty(args[1]);
                };
        new HtmlReport().report(run, Path.of(args[0]));
    }
}
