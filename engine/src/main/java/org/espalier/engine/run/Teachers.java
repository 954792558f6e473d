package org.espalier.engine.run;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
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

/** Networks with the weights of snapshots, for hooks that ask them batch after batch: one for each name. */
final class Teachers {
    private final LiveNetwork live;
    private final Kernel kernel;
    private final Map<String, Teacher> byName = new HashMap<>();

    /** A network as it was made of a state; a snapshot that is taken anew is another state. */
    private record Teacher(NetworkState state, Network network) {}

    Teachers(LiveNetwork live, Kernel kernel) {
        this.live = live;
        this.kernel = kernel;
    }

    /** Runs a batch in inference mode under the weights of the state that a snapshot has now. */
    @SuppressWarnings("ReferenceEquality") // a state is the same one as long as nobody takes its snapshot anew
    INDArray outputOf(String snapshot, NetworkState state, Batch batch) {
        Teacher teacher = byName.compute(
                snapshot,
                (name, kept) -> kept != null && kept.state() == state ? kept : new Teacher(state, network(state)));
        return teacher.network()
                .forward(batch.inputs(), Mode.PREDICT, RandomStreams.unused())
                .dup('c');
    }

    /** Lets the networks go, and the memory that they take. */
    void clear() {
        byName.clear();
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
