package org.espalier.api.report;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * All that a run has recorded so far.
 *
 * <p>The share of weights that are left when something was measured is the last row {@code weights-left} before it, or the
 * last {@code density} where there is none. Once layers were replaced, {@code density} is a share of the new layers' weights, and
 * {@code weights-left} of those that the run began with.
 *
 * @param name the run's name
 * @param provenance what made it: seed, versions, machine, fingerprints of data and plugins
 * @param pipeline the resolved pipeline file, with every default
 * @param metrics the numbers recorded, in order
 * @param masks the densities recorded, in order
 * @param confusion what was taken for what, in order
 * @param remarks the words recorded, in order
 * @param ledger the network's counts as they are now
 * @param initial its counts as they were when the run began, which all shares in reports are of
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record RunRecord(
        String name,
        Map<String, String> provenance,
        String pipeline,
        List<MetricRow> metrics,
        List<MaskRow> masks,
        List<ConfusionRow> confusion,
        List<RemarkRow> remarks,
        Ledger ledger,
        Ledger initial) {
    public RunRecord {
        requireNonNull(name, "name is null");
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
        requireNonNull(pipeline, "pipeline is null");
        metrics = List.copyOf(metrics);
        masks = List.copyOf(masks);
        confusion = List.copyOf(confusion);
        remarks = List.copyOf(remarks);
        requireNonNull(ledger, "ledger is null");
        requireNonNull(initial, "initial is null");
    }

    /** A record without confusion matrices and remarks, of a network that is as large as it was when the run began. */
    public RunRecord(
            String name,
            Map<String, String> provenance,
            String pipeline,
            List<MetricRow> metrics,
            List<MaskRow> masks,
            Ledger ledger) {
        this(name, provenance, pipeline, metrics, masks, List.of(), List.of(), ledger, ledger);
    }

    /**
     * One number: a row of {@code metrics.csv}.
     *
     * @param step optimizer steps made since the run began
     * @param stage where in the pipeline, such as {@code repeat[2]/train}
     * @param key what it is, such as {@code train.loss} or {@code test.accuracy}
     * @param value the number
     */
    public record MetricRow(long step, String stage, String key, double value) {}

    /**
     * One parameter's mask after it changed: a row of {@code masks.csv}.
     *
     * @param step optimizer steps made since the run began
     * @param stage where in the pipeline
     * @param param the parameter's name
     * @param alive living weights
     * @param size all weights
     */
    public record MaskRow(long step, String stage, String param, long alive, long size) {}

    /**
     * One cell of a confusion matrix: a row of {@code confusion.csv}. Cells that are left out are 0.
     *
     * @param step optimizer steps made since the run began
     * @param stage where in the pipeline
     * @param split which examples were shown, such as {@code test}
     * @param actual the class of the label
     * @param predicted the class of the largest output
     * @param count how often one was taken for the other
     */
    public record ConfusionRow(long step, String stage, String split, int actual, int predicted, long count) {}

    /**
     * Words about something: a row of {@code remarks.csv}. Line breaks are kept as spaces.
     *
     * @param step optimizer steps made since the run began
     * @param stage where in the pipeline
     * @param key what they are about, such as {@code decompose.unit}
     * @param words the words
     */
    public record RemarkRow(long step, String stage, String key, String words) {}
}
