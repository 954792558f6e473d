package org.espalier.plugins.alds;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.espalier.api.model.Axis;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.format.Safetensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The convolutions and dense layers of a network, one behind the other: enough to search for ranks within a budget of parameters.
 */
final class ModelFile implements NetworkView {
    private final List<LayerView> layers = new ArrayList<>();
    private final Map<ParamId, INDArray> weights = new LinkedHashMap<>();

    /** Reads every matrix and kernel of a safetensors file. */
    static ModelFile read(Path file) throws IOException {
        var model = new ModelFile();
        new Safetensors().read(file).tensors().byId().forEach((id, weight) -> {
            if (id.name().equals("weight") && (weight.rank() == 2 || weight.rank() == 4)) {
                model.add(id.layer(), weight);
            }
        });
        return model;
    }

    /** Draws weights. */
    static ModelFile random(List<long[]> shapes) {
        var model = new ModelFile();
        var random = new SplittableRandom(1);
        for (long[] shape : shapes) {
            int size = 1;
            for (long extent : shape) {
                size *= Math.toIntExact(extent);
            }
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = (float) random.nextGaussian();
            }
            model.add(new LayerId("layer" + model.layers.size()), Flat.array(values, shape));
        }
        return model;
    }

    private void add(LayerId layer, INDArray weight) {
        long out = weight.size(0);
        long in = weight.size(1);
        boolean matrix = weight.rank() == 2;
        LayerSpec spec = matrix
                ? new Dense(in, out, 1, false)
                : new Convolution(
                        in,
                        out,
                        new Pair(weight.size(2), weight.size(3)),
                        Pair.of(1),
                        new Pair(weight.size(2) / 2, weight.size(3) / 2),
                        Pair.of(1),
                        1,
                        false);
        var info = new ParamInfo(
                new ParamId(layer, "weight"),
                Arrays.stream(weight.shape()).boxed().toList(),
                matrix ? List.of(Axis.OUT, Axis.IN) : List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH),
                true);
        List<Long> shape = matrix ? List.of(out) : List.of(out, 1L, 1L);
        layers.add(new LayerView(layer, spec, List.of(info), List.of(INPUT), shape));
        weights.put(info.id(), weight);
    }

    @Override
    public List<LayerView> layers() {
        return layers;
    }

    @Override
    public List<Long> inputShape() {
        return List.of(1L, 1L, 1L);
    }

    @Override
    public List<ParamInfo> params() {
        return layers.stream().flatMap(layer -> layer.params().stream()).toList();
    }

    @Override
    public INDArray latent(ParamId id) {
        return effective(id);
    }

    @Override
    public INDArray effective(ParamId id) {
        return requireNonNull(weights.get(id), id.toString());
    }

    @Override
    public Map<String, INDArray> extras(ParamId id) {
        return Map.of();
    }

    @Override
    public List<CouplingGroup> couplings() {
        return List.of();
    }
}
