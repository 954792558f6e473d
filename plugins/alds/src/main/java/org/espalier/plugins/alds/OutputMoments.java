package org.espalier.plugins.alds;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.espalier.api.data.Batch;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Instruments;
import org.espalier.api.score.Need;

/**
 * Means and covariances of what dense layers and convolutions put out on training examples; of a convolution each position counts
 * as an observation, of a sequence each step. Of a layer at most {@value #MOST_OBSERVATIONS} are taken, as ALDS's comparison does,
 * at equal distances throughout all of them: with more, sums would take longer than the network itself.
 *
 * <p>Layers of more than {@value #MOST_OUTPUTS} outputs are left out: a covariance is the square of that in doubles, 128 MB at most,
 * of which there are three at once while sums are added to.
 *
 * @param batches how many batches are looked at
 * @param size examples in each
 */
record OutputMoments(int batches, int size) implements Evidence<Map<LayerId, OutputMoments.Moments>> {
    static final int MOST_OBSERVATIONS = 30_000;
    static final int MOST_OUTPUTS = 4096;

    /**
     * Mean {@code [features, 1]} and covariance {@code [features, features]} of a layer's output; NaN or infinite as the outputs are.
     *
     * @param observations how many they are of
     */
    record Moments(Matrix mean, Matrix covariance, long observations) {}

    @Override
    public Map<LayerId, Moments> gather(Instruments instruments) {
        var sums = new LinkedHashMap<LayerId, OutputSums>();
        for (LayerView layer : instruments.network().layers()) {
            if (isFor(layer)) {
                sums.put(
                        layer.id(),
                        new OutputSums((int) features(layer), step((long) batches * size, layer.positions())));
            }
        }
        for (Batch batch : instruments.batches(batches, size)) {
            instruments.forward(batch, (layer, input, output) -> {
                OutputSums own = sums.get(layer);
                if (own != null) {
                    own.add(output);
                }
            });
        }
        var moments = new LinkedHashMap<LayerId, Moments>();
        sums.forEach((layer, own) -> moments.put(layer, own.moments()));
        return moments;
    }

    /** Returns whether a layer is looked at. */
    static boolean isFor(LayerView layer) {
        return Kernel.has(layer) && features(layer) <= MOST_OUTPUTS;
    }

    private static long features(LayerView layer) {
        return layer.params().get(0).shape().get(0);
    }

    /**
     * Returns how far apart observations are taken: prime to the positions of an example, so that all of them have their turn.
     *
     * @param examples how many there are
     * @param positions in each
     */
    static long step(long examples, long positions) {
        long all = Math.multiplyExact(examples, positions);
        long step = Math.max(1, (all + MOST_OBSERVATIONS - 1) / MOST_OBSERVATIONS);
        while (divisor(step, positions) > 1) {
            step++;
        }
        return step;
    }

    /** Returns the greatest divisor that two numbers share. */
    private static long divisor(long a, long b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.INPUTS);
    }
}
