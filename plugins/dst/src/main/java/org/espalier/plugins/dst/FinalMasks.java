package org.espalier.plugins.dst;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;

/**
 * Meets a target density exactly where steering has left a rest: all thresholds move by one common amount, up or down, so
 * that the wanted number of weights is above them.
 */
final class FinalMasks {
    private FinalMasks() {}

    /**
     * Returns the masks in force with those of some parameters replaced.
     *
     * @param ids the parameters that have thresholds; each keeps a weight
     * @param target the share of all weights that {@code masks} cover to be left
     */
    static MaskSet of(NetworkView network, MaskSet masks, Set<ParamId> ids, double target) {
        var margins = new LinkedHashMap<ParamId, float[]>();
        ids.forEach(id -> margins.put(id, Thresholds.margins(network, id)));
        margins.values().forEach(FinalMasks::keepLargest);
        long elsewhere = masks.byId().entrySet().stream()
                .filter(entry -> !ids.contains(entry.getKey()))
                .mapToLong(entry -> entry.getValue().alive())
                .sum();
        int all = margins.values().stream().mapToInt(own -> own.length).sum();
        long wanted = Math.round(target * masks.size()) - elsewhere;
        float cut = cut(margins, all, (int) Math.max(ids.size(), Math.min(all, wanted)));
        MaskSet next = masks;
        for (Map.Entry<ParamId, float[]> entry : margins.entrySet()) {
            float[] own = entry.getValue();
            next = next.with(entry.getKey(), Mask.of(masks.get(entry.getKey()).shape(), i -> own[(int) i] >= cut));
        }
        return next;
    }

    private static void keepLargest(float[] margins) {
        int largest = 0;
        for (int i = 1; i < margins.length; i++) {
            largest = margins[i] > margins[largest] ? i : largest;
        }
        margins[largest] = Float.POSITIVE_INFINITY;
    }

    /** Returns the {@code wanted}-th largest margin. */
    private static float cut(Map<ParamId, float[]> margins, int all, int wanted) {
        float[] sorted = new float[all];
        int at = 0;
        for (float[] own : margins.values()) {
            System.arraycopy(own, 0, sorted, at, own.length);
            at += own.length;
        }
        Arrays.sort(sorted);
        return sorted[all - wanted];
    }
}
