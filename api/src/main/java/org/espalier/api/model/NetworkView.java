package org.espalier.api.model;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The network as a component may see it. Arrays are read-only by contract: the engine's own, not copies.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface NetworkView {
    /** The name under which layers read the network's input. */
    LayerId INPUT = new LayerId("input");

    /** Returns all layers, each after the layers it reads. */
    List<LayerView> layers();

    /** Returns the shape of one example, without the batch axis. */
    List<Long> inputShape();

    /** Returns every parameter, layer by layer; a tied weight appears once. */
    List<ParamInfo> params();

    /** Returns the parameters that masks may cover, in the order of {@link #params()}. */
    default List<ParamInfo> prunable() {
        return params().stream().filter(ParamInfo::prunable).toList();
    }

    /**
     * Returns one parameter's shape and meaning.
     *
     * @throws IllegalArgumentException when the network has no such parameter
     */
    default ParamInfo param(ParamId id) {
        return params().stream()
                .filter(param -> param.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the network has no parameter '" + id + "'"));
    }

    /** Returns the shape that a layer reads from the first of its inputs, for one example. */
    default List<Long> inputShape(LayerView layer) {
        LayerId first = layer.inputs().get(0);
        return layers().stream()
                .filter(other -> other.id().equals(first))
                .findFirst()
                .map(LayerView::outputShape)
                .orElseGet(this::inputShape);
    }

    /** Returns what is trained: the weights before masks and parameterization, of the parameter's canonical shape. */
    INDArray latent(ParamId id);

    /**
     * Returns what the network runs with: the weights after parameterization and masks. Like {@link #latent}, it holds for the
     * moment: ask again after a step.
     */
    INDArray effective(ParamId id);

    /** Returns the extra arrays that a parameterization keeps for this parameter, by name; empty for most. */
    Map<String, INDArray> extras(ParamId id);

    /** Returns the sets of parameter axes that must lose the same channels together. */
    List<CouplingGroup> couplings();
}
