package org.espalier.plugins.dst;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
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
        long all = margins.values().stream().mapToLong(own -> own.length).sum();
        long wanted = Math.max(ids.size(), Math.min(all, Math.round(target * masks.size()) - elsewhere));
        float cut = cut(margins.values(), wanted);
        long ties = wanted - above(margins.values(), cut);
        MaskSet next = masks;
        for (Map.Entry<ParamId, float[]> entry : margins.entrySet()) {
            float[] own = entry.getValue();
            long last = positionOfTie(own, cut, ties);
            ties = Math.max(0, ties - count(List.of(own), cut) + above(List.of(own), cut));
            next = next.with(
                    entry.getKey(),
                    Mask.of(
                            masks.get(entry.getKey()).shape(),
                            i -> own[(int) i] > cut || (own[(int) i] == cut && i <= last)));
        }
        return next;
    }

    /** Returns where the last of so many elements that equal {@code cut} is, or of all when there are fewer; −1 for none. */
    private static long positionOfTie(float[] margins, float cut, long ties) {
        long last = -1;
        for (int i = 0; i < margins.length && ties > 0; i++) {
            if (margins[i] == cut) {
                last = i;
                ties--;
            }
        }
        return last;
    }

    private static void keepLargest(float[] margins) {
        int largest = 0;
        for (int i = 1; i < margins.length; i++) {
            largest = margins[i] > margins[largest] ? i : largest;
        }
        margins[largest] = Float.POSITIVE_INFINITY;
    }

    /** Returns the {@code wanted}-th largest margin, by halving the range of all floats. */
    private static float cut(Collection<float[]> margins, long wanted) {
        int low = key(Float.NEGATIVE_INFINITY);
        int high = key(Float.POSITIVE_INFINITY);
        while (low < high) {
            int middle = low + (int) (((long) high - low + 1) / 2);
            if (count(margins, margin(middle)) >= wanted) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return margin(low);
    }

    private static long count(Collection<float[]> margins, float least) {
        long count = 0;
        for (float[] own : margins) {
            for (float margin : own) {
                count += margin >= least ? 1 : 0;
            }
        }
        return count;
    }

    private static long above(Collection<float[]> margins, float cut) {
        long count = 0;
        for (float[] own : margins) {
            for (float margin : own) {
                count += margin > cut ? 1 : 0;
            }
        }
        return count;
    }

    /** Returns an integer in whose order floats are. */
    private static int key(float margin) {
        int bits = Float.floatToIntBits(margin);
        return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
    }

    private static float margin(int key) {
        return Float.intBitsToFloat(key >= 0 ? key : key ^ Integer.MAX_VALUE);
    }
}
