package org.espalier.dist;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.data.Batch;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Instruments;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The mean squared input of each dense layer, over some training examples. */
record InputPower(int batches, int size) implements Evidence<Map<LayerId, INDArray>> {
    @Override
    public Map<LayerId, INDArray> gather(Instruments instruments) {
        var dense = new HashSet<LayerId>();
        instruments.network().layers().stream()
                .filter(layer -> layer.spec() instanceof LayerSpec.Dense)
                .forEach(layer -> dense.add(layer.id()));
        var means = new LinkedHashMap<LayerId, INDArray>();
        for (Batch batch : instruments.batches(batches, size)) {
            instruments.forward(batch, (layer, input, output) -> {
                if (dense.contains(layer)) {
                    means.merge(layer, input.mul(input).mean(0).divi(batches), INDArray::addi);
                }
            });
        }
        return means;
    }
}
