package org.espalier.plugins.magnitude;

import jakarta.validation.constraints.PositiveOrZero;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Scoring;

/**
 * Removes the weights of a layer whose size is not above a quality times the standard deviation of its weights (Han et
 * al. 2015). How many go is what the weights make of it; a later round measures the deviation of those that are left.
 *
 * <p>Departure: the deviation is that of a layer's weights other than zero, about their mean.
 *
 * @param quality the quality of layers that {@code layers} does not name
 * @param layers qualities by layer; a key is a layer's name in which {@code *} stands for anything, the first that
 *     matches counts
 */
public record Threshold(
        @Knob(value = "the threshold in standard deviations of a layer's weights", otherwise = "1") @PositiveOrZero
        double quality,

        @Knob(value = "thresholds of single layers, by name or pattern such as conv*", otherwise = "{}")
        Map<String, @PositiveOrZero Double> layers)
        implements MaskPolicy {
    public Threshold {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    }

    @Override
    public Revision next(Scoring scoring) {
        layers.keySet().forEach(pattern -> requireAMatch(pattern, scoring));
        return Revision.of(above(scoring, id -> qualityOf(id.layer().path())));
    }

    /** Returns the masks in force without the weights that are not above their layer's threshold. */
    static MaskSet above(Scoring scoring, ToDoubleFunction<ParamId> quality) {
        MaskSet masks = scoring.masks();
        for (ParamId id : scoring.masks().byId().keySet()) {
            float[] weights = Flat.copy(scoring.network().effective(id));
            double threshold = quality.applyAsDouble(id) * Weights.deviation(weights);
            Mask before = masks.get(id);
            masks = masks.with(id, before.filter(i -> Math.abs(weights[(int) i]) > threshold));
        }
        return masks;
    }

    private double qualityOf(String layer) {
        return layers.entrySet().stream()
                .filter(entry -> matches(entry.getKey(), layer))
                .mapToDouble(Map.Entry::getValue)
                .findFirst()
                .orElse(quality);
    }

    private static boolean matches(String pattern, String layer) {
        return layer.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
    }

    private static void requireAMatch(String pattern, Scoring scoring) {
        var names = scoring.masks().byId().keySet().stream()
                .map(id -> id.layer().path())
                .distinct()
                .toList();
        if (names.stream().noneMatch(name -> matches(pattern, name))) {
            throw new IllegalArgumentException("threshold: no layer matches '" + pattern
                    + "'. Layers with weights to prune: " + String.join(", ", names) + ".");
        }
    }
}
