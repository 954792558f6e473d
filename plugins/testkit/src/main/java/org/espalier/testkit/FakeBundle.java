package org.espalier.testkit;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Neighbouring elements of one parameter, taken {@code width} at a time: single weights, or output rows.
 *
 * @param info the parameter
 * @param width elements in a unit; divides the parameter's size
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record FakeBundle(ParamInfo info, int width) implements Bundle {
    public FakeBundle {
        requireNonNull(info, "info is null");
        if (width < 1 || info.size() % width != 0) {
            throw new IllegalArgumentException(info.id() + " does not fall into units of " + width);
        }
    }

    /** Returns a bundle of single weights for each prunable parameter. */
    public static List<Bundle> elements(NetworkView network) {
        return network.prunable().stream()
                .<Bundle>map(info -> new FakeBundle(info, 1))
                .toList();
    }

    /** Returns a bundle of output rows, such as filters, for each prunable parameter. */
    public static List<Bundle> rows(NetworkView network) {
        return network.prunable().stream()
                .<Bundle>map(info -> new FakeBundle(info, (int) info.rowSize()))
                .toList();
    }

    @Override
    public String name() {
        return info.id().toString();
    }

    @Override
    public long units() {
        return info.size() / width;
    }

    @Override
    public List<ParamId> params() {
        return List.of(info.id());
    }

    @Override
    public INDArray pool(Tensors elementScores) {
        float[] scores = Untouched.values(elementScores.get(info.id()));
        float[] pooled = new float[(int) units()];
        for (int i = 0; i < scores.length; i++) {
            pooled[i / width] += scores[i];
        }
        return Nd4j.createFromArray(pooled);
    }

    @Override
    public Mask alive(MaskSet masks) {
        Mask mask = masks.get(info.id());
        boolean[] alive = new boolean[(int) units()];
        mask.forEachAlive(element -> alive[(int) element / width] = true);
        return Mask.of(List.of(units()), unit -> alive[(int) unit]);
    }

    @Override
    public MaskSet expand(Mask kept, MaskSet into) {
        return into.with(info.id(), Mask.of(info.shape(), element -> kept.get(element / width)));
    }
}
