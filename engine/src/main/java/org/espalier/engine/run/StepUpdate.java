package org.espalier.engine.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.schedule.Progress;
import org.espalier.api.train.Optimizer;
import org.espalier.engine.kernel.Kernels;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.SparseParam;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The second half of a training step: from gradients at the effective weights to moved latent arrays.
 *
 * <p>Under hard masks the network's buffers are moved in place. Parameterized weights are pulled back to latent arrays,
 * moved there, and mended.
 */
final class StepUpdate {
    private final LiveNetwork live;
    private final Optimizer optimizer;
    private final List<ParamInfo> moving;
    private final Map<ParamId, Latent> pulled = new LinkedHashMap<>();

    StepUpdate(LiveNetwork live, Optimizer optimizer, List<ParamInfo> moving) {
        this.live = live;
        this.optimizer = optimizer;
        this.moving = moving;
    }

    /** Turns the gradients of a backward pass into gradients at latent arrays; returns the penalties' sum. */
    double pullBack(Progress progress) {
        double penalties = 0;
        pulled.clear();
        for (ParamInfo param : moving) {
            LiveNetwork.Trained trained = live.parameterized().get(param.id());
            Optional<SparseParam> sparse = live.network().sparse(param.id());
            if (trained != null) {
                penalties += pullBack(param, trained, live.network().gradient(param.id()), progress);
            } else if (sparse.isPresent()) {
                // Whatever was written, from here on only living elements count.
                sparse.get().gradient().elements();
            } else if (param.prunable()) {
                INDArray gradient = live.network().gradient(param.id());
                Kernels.of(gradient.dataType()).mask(gradient, live.backward(param.id()));
            }
        }
        return penalties;
    }

    private double pullBack(ParamInfo param, LiveNetwork.Trained trained, INDArray gradient, Progress progress) {
        Latent sum = trained.parameterization().pullback(param, trained.latent(), live.backward(param.id()), gradient);
        double penalties = 0;
        for (Regularizer regularizer : trained.regularizers()) {
            Regularizer.Penalty penalty =
                    regularizer.penalty(param, trained.latent(), live.masks().get(param.id()), progress);
            penalties += penalty.value();
            sum = add(sum, penalty.gradient());
        }
        pulled.put(param.id(), sum);
        return penalties;
    }

    private static Latent add(Latent a, Latent b) {
        var trainable = new LinkedHashMap<>(a.trainable());
        b.trainable().forEach((name, values) -> trainable.merge(name, values, INDArray::add));
        return new Latent(a.dense().add(b.dense()), trainable, a.constant());
    }

    /** Returns the gradients at the dense latent arrays, as hooks see them. */
    Tensors gradients() {
        return Tensors.of(moving, this::gradient);
    }

    private INDArray gradient(ParamInfo param) {
        Latent latent = pulled.get(param.id());
        return latent == null ? live.network().gradient(param.id()) : latent.dense();
    }

    /** Replaces gradients by those that hooks returned. */
    void use(Tensors gradients) {
        gradients.byId().forEach((id, values) -> {
            Latent latent = pulled.get(id);
            if (latent != null) {
                pulled.put(id, latent.withDense(values));
            } else if (values != live.network().gradient(id)) {
                Values.copy(values, live.network().gradient(id));
            }
        });
    }

    /** Scales all gradients down so that their norm together is at most {@code largest}. */
    void clip(double largest) {
        double squares = 0;
        for (ParamInfo param : moving) {
            double norm = gradient(param).norm2Number().doubleValue();
            squares += norm * norm;
        }
        double norm = Math.sqrt(squares);
        if (norm <= largest) {
            return;
        }
        for (ParamInfo param : moving) {
            gradient(param).muli(largest / norm);
        }
    }

    /** Lets the optimizer move everything, then mends what a parameterization watches over. */
    void move(double learningRate) {
        long step = live.memory().nextStep();
        for (ParamInfo param : moving) {
            LiveNetwork.Trained trained = live.parameterized().get(param.id());
            if (trained == null) {
                move(param, learningRate, step);
                continue;
            }
            Latent gradient = pulled.getOrDefault(param.id(), trained.latent());
            move(param.id().toString(), trained.latent().dense(), gradient.dense(), learningRate, step, true);
            trained.latent().trainable().forEach((name, values) -> {
                INDArray own = gradient.trainable().get(name);
                if (own != null) {
                    move(param.id() + "#" + name, values, own, learningRate, step, true);
                }
            });
            Latent mended = trained.parameterization()
                    .repair(param, trained.latent(), live.masks().get(param.id()));
            live.parameterized().put(param.id(), trained.with(mended));
        }
    }

    private void move(ParamInfo param, double learningRate, long step) {
        Network network = live.network();
        String name = param.id().toString();
        Optional<SparseParam> sparse = network.sparse(param.id());
        if (sparse.isEmpty()) {
            INDArray weight = network.weight(param.id());
            move(name, weight, network.gradient(param.id()), learningRate, step, param.prunable());
            return;
        }
        // What is masked has weight, gradient and slots zero, and would stay so.
        optimizer.update(
                sparse.get().weight().elements(),
                sparse.get().gradient().elements(),
                live.memory().elements(name, optimizer, sparse.get().pattern(), network.type(), param.shapeArray()),
                learningRate,
                step,
                param.prunable());
    }

    private void move(String name, INDArray weight, INDArray gradient, double learningRate, long step, boolean decays) {
        optimizer.update(
                weight,
                gradient,
                live.memory().slots(name, optimizer, weight.dataType(), weight.shape()),
                learningRate,
                step,
                decays);
    }
}
