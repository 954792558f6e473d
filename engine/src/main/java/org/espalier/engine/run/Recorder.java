package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamId;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.Metric;
import org.espalier.api.report.RunRecord;
import org.espalier.api.report.RunRecord.ConfusionRow;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.api.report.RunRecord.RemarkRow;

/** Takes down the numbers and words of a run, in memory and in its directory. */
final class Recorder {
    /** The key of remarks on what did not come as asked. */
    static final String WARNING = "warning";

    private final RunDirectory directory;
    private final List<MetricRow> metrics = new ArrayList<>();
    private final List<MaskRow> masks = new ArrayList<>();
    private final List<ConfusionRow> confusion = new ArrayList<>();
    private final List<RemarkRow> remarks = new ArrayList<>();
    private Ledger initial = new Ledger("", List.of());
    private long step;

    Recorder(RunDirectory directory) {
        this.directory = directory;
    }

    /** Counts an optimizer step of the run. */
    void stepDone() {
        step++;
    }

    long step() {
        return step;
    }

    /** Goes on counting from {@code made} steps: what was made on the side does not count. */
    void step(long made) {
        step = made;
    }

    /** Takes down what the network holds and costs before the first stage. */
    void begin(Ledger ledger) {
        initial = ledger;
        directory.writeInitial(ledger);
    }

    /** Returns the network's counts as they were when the run began. */
    Ledger initial() {
        return initial;
    }

    void metric(String stage, String key, double value) {
        var row = new MetricRow(step, stage, key, value);
        metrics.add(row);
        directory.append(row);
    }

    void masks(String stage, MaskSet set) {
        set.byId().forEach((id, mask) -> {
            var row = new MaskRow(step, stage, id.toString(), mask.alive(), mask.size());
            masks.add(row);
            directory.append(row);
        });
    }

    /** Takes masks down unless the last ones that were taken down cover the same parameters and leave as many alive. */
    void masksUnlessKnown(String stage, MaskSet set) {
        int at = masks.size() - set.byId().size();
        boolean known = at >= 0;
        for (var entry : known ? set.byId().entrySet() : Set.<Map.Entry<ParamId, Mask>>of()) {
            MaskRow row = masks.get(at++);
            Mask mask = entry.getValue();
            known &= row.param().equals(entry.getKey().toString())
                    && row.alive() == mask.alive()
                    && row.size() == mask.size();
        }
        if (!known) {
            masks(stage, set);
        }
    }

    void confusion(String stage, String split, List<Metric.Confused> counts) {
        counts.forEach(cell -> {
            var row = new ConfusionRow(step, stage, split, cell.actual(), cell.predicted(), cell.count());
            confusion.add(row);
            directory.append(row);
        });
    }

    void remark(String stage, String key, String words) {
        var row = new RemarkRow(step, stage, key, words);
        remarks.add(row);
        directory.append(row);
    }

    /** Takes over what is in the tables already, and counts on from a step of before. */
    void goOn(long from) {
        step = from;
        initial = RunReader.initial(directory.path());
        metrics.addAll(RunReader.metrics(directory.path()));
        masks.addAll(RunReader.masks(directory.path()));
        confusion.addAll(RunReader.confusion(directory.path()));
        remarks.addAll(RunReader.remarks(directory.path()));
    }

    RunRecord record(String name, Map<String, String> provenance, String pipeline, Ledger ledger) {
        return new RunRecord(
                name, new LinkedHashMap<>(provenance), pipeline, metrics, masks, confusion, remarks, ledger, initial);
    }
}
