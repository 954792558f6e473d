package org.espalier.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.ParamId;
import org.espalier.engine.kernel.Kernel;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The memory of a network for batches of one size: what flows between layers, forward and, once asked for, backward. */
final class Plan {
    private final List<Layer> layers;
    private final DataType type;
    private final INDArray input;
    private final List<Pass> passes = new ArrayList<>();
    // gradients.get(i) is the gradient at what layer i reads; the last one is at the network's output.
    private List<INDArray> gradients = List.of();

    Plan(
            long batch,
            List<Long> inputShape,
            List<Layer> layers,
            Map<ParamId, Param> params,
            Kernel kernel,
            DataType type) {
        this.layers = layers;
        this.type = type;
        input = Nd4j.create(type, Shapes.batched(batch, inputShape), 'c');
        INDArray flowing = input;
        for (Layer layer : layers) {
            long[] shape = Shapes.batched(batch, layer.outputShape());
            INDArray output = layer.reshapes() ? flowing.reshape('c', shape) : Nd4j.create(type, shape, 'c');
            List<Param> own =
                    layer.params().stream().map(info -> of(params, info.id())).toList();
            int[] indices = new int[Math.toIntExact(layer.indices() * batch)];
            passes.add(new Pass(kernel, own, flowing, output, indices));
            flowing = output;
        }
    }

    /** Returns where the network's input goes. */
    INDArray input() {
        return input;
    }

    /** Returns what belongs to layer {@code index}. */
    Pass pass(int index) {
        return passes.get(index);
    }

    /** Returns the network's output. */
    INDArray output() {
        return passes.get(passes.size() - 1).output();
    }

    /** Returns the gradient at what layer {@code index} reads; one behind the last layer, that at the network's output. */
    INDArray gradient(int index) {
        if (gradients.isEmpty()) {
            gradients = makeGradients();
        }
        return gradients.get(index);
    }

    private List<INDArray> makeGradients() {
        var made = new ArrayList<INDArray>();
        INDArray previous = Nd4j.create(type, input.shape(), 'c');
        made.add(previous);
        for (int i = 0; i < layers.size(); i++) {
            long[] shape = pass(i).output().shape();
            previous = layers.get(i).reshapes() ? previous.reshape('c', shape) : Nd4j.create(type, shape, 'c');
            made.add(previous);
        }
        return made;
    }

    private static Param of(Map<ParamId, Param> params, ParamId id) {
        Param param = params.get(id);
        if (param == null) {
            throw new IllegalStateException("no memory for parameter '" + id + "'");
        }
        return param;
    }
}
