package org.espalier.plugins.alds;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Instruments;
import org.espalier.api.score.Need;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The validation loss with one layer at a time cut down to some of its ranks, the other layers as they are.
 *
 * @param points how many ranks of each layer, of equal distance
 */
record LayerLosses(int points) implements Evidence<Map<LayerId, Map<Integer, Double>>> {
    @Override
    public Map<LayerId, Map<Integer, Double>> gather(Instruments instruments) {
        double whole = instruments.validation("loss");
        var losses = new LinkedHashMap<LayerId, Map<Integer, Double>>();
        for (LayerView layer : instruments.network().layers()) {
            if (Kernel.has(layer)) {
                losses.put(layer.id(), losses(layer, whole, instruments));
            }
        }
        return losses;
    }

    private Map<Integer, Double> losses(LayerView layer, double whole, Instruments instruments) {
        ParamInfo weight = layer.params().get(0);
        Matrix folded = Folding.ENCODE.fold(Kernel.of(layer, instruments.network()));
        var subsets = new Subsets(folded, 1);
        var losses = new LinkedHashMap<Integer, Double>();
        // Beyond these two factors have more parameters than the layer.
        int paying = folded.rows() * folded.columns() / (folded.rows() + folded.columns());
        ranks(paying).forEach(rank -> {
            Factors factors = Factors.of(subsets, 1, rank);
            INDArray cut = Flat.array(factors.decoder().times(factors.encoder()).floats(), weight);
            double loss = instruments.withWeights(
                    all -> new Tensors(Map.of(weight.id(), cut)), () -> instruments.validation("loss"));
            losses.put(rank, Math.max(0, loss - whole));
        });
        return losses;
    }

    private List<Integer> ranks(int most) {
        return IntStream.rangeClosed(1, points)
                .map(point -> Math.max(1, (int) Math.round((double) most * point / (points + 1))))
                .boxed()
                .distinct()
                .toList();
    }

    /** Returns how much each of a layer's ranks adds to the loss; no rank adds less than a larger one. */
    static Map<Integer, Double> falling(Map<LayerId, Map<Integer, Double>> losses, LayerId layer) {
        var falling = new LinkedHashMap<Integer, Double>();
        Map<Integer, Double> own = requireNonNull(losses.get(layer), "losses were not measured");
        own.forEach((rank, loss) -> falling.put(
                rank,
                own.entrySet().stream()
                        .filter(entry -> entry.getKey() >= rank)
                        .mapToDouble(Map.Entry::getValue)
                        .max()
                        .orElse(loss)));
        return falling;
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.INPUTS, Need.LABELS, Need.VALIDATION);
    }
}
