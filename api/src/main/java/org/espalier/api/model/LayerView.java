package org.espalier.api.model;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/**
 * One layer of the network, to look at.
 *
 * @param id its name
 * @param spec what it computes
 * @param params its parameters, in the layer's own order
 * @param inputs the layers whose outputs it reads, in order; the network's input is {@link NetworkView#INPUT}
 * @param outputShape shape of its output for one example, without the batch axis
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record LayerView(
        LayerId id, LayerSpec spec, List<ParamInfo> params, List<LayerId> inputs, List<Long> outputShape) {
    public LayerView {
        requireNonNull(id, "id is null");
        requireNonNull(spec, "spec is null");
        params = List.copyOf(params);
        inputs = List.copyOf(inputs);
        outputShape = List.copyOf(outputShape);
    }

    /**
     * Returns the matrices that the layer runs as products of two parameters: those that its attribute {@code factored}
     * names, in that order; empty for most layers.
     */
    public List<FactoredMatrix> factored() {
        if (spec instanceof LayerSpec.Other other && other.attributes().get("factored") instanceof List<?> names) {
            return names.stream()
                    .map(String::valueOf)
                    .map(name -> new FactoredMatrix(
                            name, param(name + FactoredMatrix.LEFT), param(name + FactoredMatrix.RIGHT)))
                    .toList();
        }
        return List.of();
    }

    private ParamInfo param(String name) {
        return params.stream()
                .filter(param -> param.id().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("layer '" + id + "' has no parameter '" + name + "'"));
    }

    /**
     * Returns how many times each weight is used for one example: output height times width for convolutions; for dense
     * layers the number of steps of a sequence, 1 where there is none; for recurrent layers their attribute {@code steps}.
     * Of a {@link #factored} matrix it is the product that is used so often.
     */
    public long positions() {
        if (spec instanceof LayerSpec.Other other && other.attributes().get("steps") instanceof Number steps) {
            return steps.longValue();
        }
        List<Long> axes = spec instanceof LayerSpec.Dense
                ? outputShape.subList(0, outputShape.size() - 1)
                : outputShape.subList(1, outputShape.size());
        return axes.stream().reduce(1L, Math::multiplyExact);
    }
}
