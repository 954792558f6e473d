package org.espalier.engine.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.espalier.api.data.Batch;
import org.espalier.api.report.Metric.Confused;
import org.espalier.api.report.Metric.Gauge;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Counts what was taken for what; its number is the mean over the classes of the share that was recognised. */
final class ConfusionGauge implements Gauge {
    /** By label, then by prediction. */
    private final Map<Integer, Map<Integer, Long>> counts = new TreeMap<>();

    @Override
    public void seen(INDArray output, Batch batch) {
        Predictions predictions = Predictions.of(output, batch);
        for (int row = 0; row < predictions.rows(); row++) {
            counts.computeIfAbsent(predictions.label(row), label -> new TreeMap<>())
                    .merge(predictions.predicted(row), 1L, Long::sum);
        }
    }

    @Override
    public double value() {
        return counts.entrySet().stream()
                .mapToDouble(entry -> recall(entry.getKey(), entry.getValue()))
                .average()
                .orElse(Double.NaN);
    }

    private static double recall(int label, Map<Integer, Long> predicted) {
        long all = predicted.values().stream().mapToLong(Long::longValue).sum();
        return (double) predicted.getOrDefault(label, 0L) / all;
    }

    @Override
    public List<Confused> confusion() {
        var cells = new ArrayList<Confused>();
        counts.forEach(
                (actual, row) -> row.forEach((predicted, count) -> cells.add(new Confused(actual, predicted, count))));
        return cells;
    }
}
