package org.espalier.engine.run;

import static java.util.Objects.requireNonNull;

import java.util.IdentityHashMap;
import org.espalier.api.data.Batch;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks with the weights of kept states, for hooks that ask them batch after batch. */
final class Teachers {
    private final LiveNetwork live;
    private final Kernel kernel;
    private final IdentityHashMap<NetworkState, Network> networks = new IdentityHashMap<>();

    Teachers(LiveNetwork live, Kernel kernel) {
        this.live = live;
        this.kernel = kernel;
    }

    /** Runs a batch in inference mode under the weights of a state. */
    INDArray outputOf(NetworkState state, Batch batch) {
        Network network = networks.computeIfAbsent(state, this::network);
        return network.forward(batch.inputs(), Mode.PREDICT, RandomStreams.unused())
                .dup('c');
    }

    /** Lets the networks go, and the memory that they take. */
    void clear() {
        networks.clear();
    }

    private Network network(NetworkState state) {
        Network network = new Network(state.graph(live.inputShape()), kernel, DataType.FLOAT);
        for (ParamInfo param : network.params()) {
            set(network.weight(param.id()), param, state);
        }
        state.restoreStatistics(network);
        return network;
    }

    private static void set(INDArray weight, ParamInfo param, NetworkState state) {
        ParamId id = param.id();
        Parameterizations.Trained trained = state.parameterized().get(id);
        if (trained == null) {
            Flat.write(weight, requireNonNull(state.weights().get(id), "no weights"));
            return;
        }
        Values.copy(
                trained.parameterization()
                        .effective(param, trained.latent(), state.masks().get(id))
                        .weight(),
                weight);
    }
}
