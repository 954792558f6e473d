package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.mask.Latent;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.State;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Remembers the contents of arrays that a component is handed, and checks that they are still the same. */
final class Untouched {
    private final Map<String, INDArray> watched = new LinkedHashMap<>();
    private final Map<String, float[]> before = new LinkedHashMap<>();

    static Untouched network(NetworkView network) {
        var result = new Untouched();
        network.params().forEach(info -> {
            result.and("latent " + info.id(), network.latent(info.id()));
            result.and("effective " + info.id(), network.effective(info.id()));
            network.extras(info.id()).forEach((name, array) -> result.and(name + " of " + info.id(), array));
        });
        return result;
    }

    static Untouched latent(Latent latent) {
        var result = new Untouched().and("the latent array", latent.dense());
        latent.trainable().forEach((name, array) -> result.and("extra '" + name + "'", array));
        latent.constant().forEach((name, array) -> result.and("constant '" + name + "'", array));
        return result;
    }

    Untouched and(State state) {
        state.arrays().forEach((name, array) -> and("remembered '" + name + "'", array));
        return this;
    }

    Untouched and(String name, INDArray array) {
        watched.put(name, array);
        before.put(name, values(array));
        return this;
    }

    void verify() {
        watched.forEach((name, array) -> assertThat(values(array))
                .as("%s was handed over to be read, not to be changed", name)
                .isEqualTo(before.get(name)));
    }

    static float[] values(INDArray array) {
        return array.isEmpty()
                ? new float[0]
                : array.dup('c').reshape(array.length()).toFloatVector();
    }
}
