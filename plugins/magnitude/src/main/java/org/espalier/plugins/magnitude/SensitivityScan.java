package org.espalier.plugins.magnitude;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Instruments;
import org.espalier.api.score.Need;

/**
 * The highest quality on a grid that each layer bears when it alone is pruned. Accuracy is taken to fall as the quality
 * rises, so that bisection finds it in a handful of measurements; where accuracy goes up and down on the way, what is
 * found bears the loss, but a higher quality might too.
 *
 * @param toleratedLoss how much validation accuracy may be lost
 * @param highest the highest quality of the grid
 * @param steps qualities of the grid above 0
 */
record SensitivityScan(double toleratedLoss, double highest, int steps) implements Evidence<Map<ParamId, Double>> {
    @Override
    public Map<ParamId, Double> gather(Instruments instruments) {
        double least = instruments.validation("accuracy") - toleratedLoss;
        var picked = new LinkedHashMap<ParamId, Double>();
        instruments.network().prunable().forEach(info -> picked.put(info.id(), pick(instruments, info.id(), least)));
        return picked;
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.VALIDATION);
    }

    private double pick(Instruments instruments, ParamId id, double least) {
        int borne = 0;
        int tooMuch = steps + 1;
        while (tooMuch - borne > 1) {
            int middle = (borne + tooMuch) >>> 1;
            if (accuracy(instruments, id, quality(middle)) >= least) {
                borne = middle;
            } else {
                tooMuch = middle;
            }
        }
        return quality(borne);
    }

    private double quality(int step) {
        return highest * step / steps;
    }

    private static double accuracy(Instruments instruments, ParamId id, double quality) {
        float[] weights = Flat.copy(instruments.network().effective(id));
        double threshold = quality * Weights.deviation(weights);
        for (int i = 0; i < weights.length; i++) {
            if (Math.abs(weights[i]) <= threshold) {
                weights[i] = 0;
            }
        }
        return instruments.withWeights(
                all -> new Tensors(Map.of(id, Flat.array(weights, all.get(id).shape()))),
                () -> instruments.validation("accuracy"));
    }
}
