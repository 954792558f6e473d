package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.RunRecord;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;

/** Records of runs that never ran. */
@API(status = EXPERIMENTAL, since = "0.1")
public final class FakeRecords {
    private FakeRecords() {}

    /** Returns three rounds of training, pruning and measuring a small network. */
    public static RunRecord full() {
        var metrics = new ArrayList<MetricRow>();
        var masks = new ArrayList<MaskRow>();
        FakeNetwork network = FakeNetwork.mlp();
        for (int round = 1; round <= 3; round++) {
            String stage = "repeat[" + round + "]/";
            metrics.add(new MetricRow(100L * round, stage + "train", "train.loss", 1.0 / round));
            metrics.add(new MetricRow(100L * round, stage + "train", "train.accuracy", 1 - 0.2 / round));
            metrics.add(new MetricRow(100L * round, stage + "evaluate", "validation.accuracy", 1 - 0.3 / round));
            metrics.add(new MetricRow(100L * round, stage + "prune", "density", Math.pow(0.8, round)));
            for (var info : network.prunable()) {
                long alive = Math.round(Math.pow(0.8, round) * info.size());
                masks.add(new MaskRow(100L * round, stage + "prune", info.id().toString(), alive, info.size()));
            }
        }
        Map<String, String> provenance = Map.of("seed", "42", "espalier", "0.1.0");
        Ledger ledger = FakeLedger.of(network, network.someAlive(0.5));
        return new RunRecord("example", provenance, "seed: 42\npipeline: [ report ]\n", metrics, masks, ledger);
    }

    /** Returns the record of a run that has done nothing. */
    public static RunRecord empty() {
        return new RunRecord("empty", Map.of(), "", List.of(), List.of(), new Ledger("nothing", List.of()));
    }

    /** Returns a record of a run that went wrong: numbers that are none, and text that needs care. */
    public static RunRecord odd() {
        var metrics = List.of(
                new MetricRow(1, "train", "train.loss", Double.NaN),
                new MetricRow(2, "train", "train.loss", Double.POSITIVE_INFINITY),
                new MetricRow(2, "a \"quoted\", stage", "ключ", -0.0));
        var provenance = Map.of("note", "</script><b>&amp; \"quotes\"\nand lines");
        return new RunRecord("<odd>", provenance, "# ü\n", metrics, List.of(), new Ledger("nothing", List.of()));
    }
}
