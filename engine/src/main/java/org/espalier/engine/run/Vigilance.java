package org.espalier.engine.run;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;

/**
 * Checks components against their contracts while they work, when a run is paranoid: arrays that were handed in stay
 * unchanged, and scores are of the right shapes and finite. What it finds is a mistake of the component's author.
 */
final class Vigilance {
    private final LiveNetwork live;
    private final boolean on;
    private final Map<ParamId, Long> handedIn = new LinkedHashMap<>();
    private String watched = "";

    Vigilance(LiveNetwork live, boolean on) {
        this.live = live;
        this.on = on;
    }

    /** Notes what the component at {@code path} is about to see, and returns the selector to hand it. */
    Selector watch(String path, Selector selector) {
        if (!on) {
            return selector;
        }
        watched = path;
        handedIn.clear();
        handedIn.putAll(checksums());
        return (allocation, scores, eligible, into) -> {
            requireScores(scores);
            return selector.keepBest(allocation, scores, eligible, into);
        };
    }

    /**
     * Called with what the component at {@code path} decided, before any of it is put in force. One that has only looked,
     * and left it to another to decide, is not held to what training has changed since.
     */
    void requireUntouched(String path) {
        if (on && path.equals(watched) && !handedIn.isEmpty() && !handedIn.equals(checksums())) {
            throw new IllegalStateException(path + " changed weights that it was handed to read");
        }
        handedIn.clear();
    }

    private Map<ParamId, Long> checksums() {
        var sums = new LinkedHashMap<ParamId, Long>();
        live.running().byId().forEach((id, array) -> {
            float[] values = Flat.copy(array);
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
            bytes.asFloatBuffer().put(values);
            var sum = new CRC32();
            sum.update(bytes);
            sums.put(id, sum.getValue());
        });
        return sums;
    }

    private void requireScores(Tensors scores) {
        scores.byId().forEach((id, array) -> {
            ParamInfo param = live.param(id);
            if (!Arrays.equals(array.shape(), param.shapeArray())) {
                throw new IllegalStateException("scores of '" + id + "' have shape " + Arrays.toString(array.shape())
                        + " but the parameter has " + param.shape());
            }
            for (double score : array.dup('c').data().asDouble()) {
                if (!Double.isFinite(score)) {
                    throw new IllegalStateException("a score of '" + id + "' is " + score);
                }
            }
        });
    }
}
