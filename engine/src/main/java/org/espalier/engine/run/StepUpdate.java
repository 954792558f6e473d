package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.ExtraPenalty;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.schedule.Progress;
import org.espalier.api.train.Optimizer;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.layer.SparseParam;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The second half of a training step: from gradients at the effective weights to moved latent arrays.
 *
 * <p>Gradients are pulled back in place: after that, the network's gradient arrays hold those at what is trained. Under hard
 * masks the network's weights are moved in place; parameterized weights are moved as latent arrays, mended, and what
 * follows from them is computed anew.
 */
final class StepUpdate {
    private final LiveNetwork live;
    private final Optimizer optimizer;
    private final List<ParamInfo> moving;
    private final Map<ParamId, Map<String, INDArray>> extras = new LinkedHashMap<>();

    StepUpdate(LiveNetwork live, Optimizer optimizer, List<ParamInfo> moving) {
        this.live = live;
        this.optimizer = optimizer;
        this.moving = moving;
    }

    /** Turns the gradients of a backward pass into gradients at latent arrays; returns the penalties' sum. */
    double pullBack(Progress progress) {
        double penalties = 0;
        for (ParamInfo param : moving) {
            Parameterizations.Trained trained = live.parameterized().get(param.id());
            Optional<SparseParam> sparse = live.network().sparse(param.id());
            if (trained != null) {
                pullBack(param, trained);
                for (Regularizer regularizer : trained.regularizers()) {
                    penalties += add(param, trained, regularizer, progress);
                }
            } else if (sparse.isPresent()) {
                // Whatever was written, from here on only living elements count.
                sparse.get().gradient().elements();
            } else {
                mask(param);
            }
        }
        return penalties;
    }

    /** Leaves no gradient where a weight that is trained as it runs is masked: it is zero, and stays so. */
    private void mask(ParamInfo param) {
        if (param.prunable()) {
            INDArray gradient = gradient(param);
            Kernels.of(gradient.dataType()).mask(gradient, live.receiving(param.id()));
        }
    }

    private void pullBack(ParamInfo param, Parameterizations.Trained trained) {
        ParamId id = param.id();
        INDArray gradient = gradient(param);
        if (trained.parameterization() instanceof Elementwise map) {
            INDArray extra = LatentPass.extra(map, trained);
            INDArray atExtra = extra == null ? null : gradient(id, map.extra(), extra);
            Mask receiving = map.decides() ? null : live.backward(id);
            Kernels.of(gradient.dataType())
                    .latents()
                    .backward(map, trained.latent().dense(), extra, receiving, gradient, atExtra);
            return;
        }
        Latent pulled = trained.parameterization().pullback(param, trained.latent(), live.backward(id), gradient);
        Values.copy(pulled.dense(), gradient);
        pulled.trainable().forEach((name, values) -> own(id).put(name, values.dup('c')));
    }

    /** Returns memory for the gradient at an extra, the same from step to step. */
    private INDArray gradient(ParamId id, String name, INDArray extra) {
        INDArray present = own(id).get(name);
        if (present == null || !present.equalShapes(extra)) {
            present = extra.ulike();
            own(id).put(name, present);
        }
        return present;
    }

    private Map<String, INDArray> own(ParamId id) {
        return extras.computeIfAbsent(id, key -> new LinkedHashMap<>());
    }

    private double add(ParamInfo param, Parameterizations.Trained trained, Regularizer regularizer, Progress progress) {
        ParamId id = param.id();
        if (regularizer instanceof ExtraPenalty penalty) {
            INDArray numbers = trained.latent().trainable().get(penalty.extra());
            INDArray gradient = own(id).get(penalty.extra());
            if (numbers != null && gradient != null) {
                return add(penalty, numbers, gradient);
            }
        }
        Regularizer.Penalty penalty =
                regularizer.penalty(param, trained.latent(), live.masks().get(id), progress);
        gradient(param).addi(penalty.gradient().dense());
        penalty.gradient().trainable().forEach((name, values) -> own(id).merge(name, values, INDArray::addi));
        return penalty.value();
    }

    private static double add(ExtraPenalty penalty, INDArray numbers, INDArray gradient) {
        float[] present = Flat.copy(numbers);
        float[] sum = Flat.copy(gradient);
        double value = 0;
        for (int i = 0; i < sum.length; i++) {
            value += penalty.value(present[i]);
            sum[i] += (float) penalty.slope(present[i]);
        }
        Flat.write(gradient, sum);
        return value;
    }

    /** Returns the gradients at the dense latent arrays, as hooks see them. */
    Tensors gradients() {
        return Tensors.of(moving, this::gradient);
    }

    private INDArray gradient(ParamInfo param) {
        return live.network().gradient(param.id());
    }

    /** Replaces gradients by those that a hook returned. Those that it left as they were are confined by the masks already. */
    void use(Tensors gradients) {
        for (ParamInfo param : moving) {
            INDArray returned = gradients.byId().get(param.id());
            if (returned == null || returned == gradient(param)) {
                continue;
            }
            Values.copy(returned, gradient(param));
            if (!live.parameterized().containsKey(param.id())) {
                mask(param);
            }
        }
    }

    /** Scales all gradients down, those at trainable extras among them, so that their norm together is at most {@code largest}. */
    void clip(double largest) {
        double squares = 0;
        List<INDArray> all = all();
        for (INDArray gradient : all) {
            double norm = gradient.norm2Number().doubleValue();
            squares += norm * norm;
        }
        double norm = Math.sqrt(squares);
        if (norm > largest) {
            all.forEach(gradient -> gradient.muli(largest / norm));
        }
    }

    private List<INDArray> all() {
        var all = new ArrayList<INDArray>();
        for (ParamInfo param : moving) {
            all.add(gradient(param));
            if (live.parameterized().containsKey(param.id())) {
                all.addAll(own(param.id()).values());
            }
        }
        return all;
    }

    /** Lets the optimizer move everything, then mends what a parameterization watches over. */
    void move(double learningRate) {
        long step = live.memory().nextStep();
        for (ParamInfo param : moving) {
            ParamId id = param.id();
            Parameterizations.Trained trained = live.parameterized().get(id);
            if (trained == null) {
                move(param, learningRate, step);
                continue;
            }
            move(param, trained, learningRate, step);
            trained.latent().trainable().forEach((name, values) -> {
                INDArray own = own(id).get(name);
                if (own != null) {
                    boolean decays = trained.parameterization().decays(name);
                    move(LiveNetwork.extraName(id, name), values, own, learningRate, step, decays);
                }
            });
        }
        live.moved(moving);
    }

    private void move(ParamInfo param, Parameterizations.Trained trained, double learningRate, long step) {
        String name = param.id().toString();
        INDArray dense = trained.latent().dense();
        Runnable all = () -> move(name, dense, gradient(param), learningRate, step, true);
        if (trained.parameterization().holds()) {
            Values.keepingDead(dense, live.backward(param.id()), all);
            return;
        }
        all.run();
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
