package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.schedule.Progress;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.loss.SoftmaxCrossEntropy;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.architecture.Lenet300;
import org.espalier.engine.network.architecture.Lenet5;
import org.espalier.engine.network.architecture.Lstm;
import org.espalier.engine.network.architecture.Mlp;
import org.espalier.engine.network.architecture.Resnet;
import org.espalier.engine.network.architecture.Vgg;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.Initializer;
import org.espalier.engine.network.initializer.KaimingUniform;
import org.espalier.engine.optimizer.Momentum;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Steps of training and inference on random data, as a run makes them: forward, backward, masks, momentum. Models: those of
 * the peers ({@code mlp, lenet5, vgg, vgg16, resnet20, lstm}) and {@code set}, the multi-layer perceptron of Mocanu et al. 2018
 * for CIFAR-10.
 */
final class TrainingSteps {
    private static final double RATE = 0.01;

    private final LiveNetwork live;
    private final StepUpdate update;
    private final INDArray inputs;
    private final Batch batch;
    private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
    private final SplittableRandom random = new SplittableRandom(1);

    /** Makes a model under random masks that keep so large a share of its weights. */
    TrainingSteps(String model, int size, double keep) {
        var network = new Network(graph(model));
        network.initialize(new KaimingUniform(), id -> new SplittableRandom(id.hashCode()));
        live = new LiveNetwork(network, CommitRules.DEFAULT, warning -> {});
        var optimizer = new Momentum(RATE, 0.9);
        live.memory().serve(optimizer);
        update = new StepUpdate(live, optimizer, live.params());
        var shape = new ArrayList<>(network.inputShape());
        shape.add(0, (long) size);
        inputs = Nd4j.rand(
                DataType.FLOAT, shape.stream().mapToLong(Long::longValue).toArray());
        batch = new Batch(
                inputs, Nd4j.createFromArray(new Random(1).ints(size, 0, 10).toArray()));
        if (keep < 1) {
            var draws = new Random(2);
            var masks = live.masks();
            for (ParamInfo param : live.prunable()) {
                masks = masks.with(param.id(), Mask.of(param.shape(), i -> draws.nextDouble() < keep));
            }
            live.commit(Revision.of(masks));
        }
    }

    /** Trains through a parameterization from now on. */
    TrainingSteps through(Parameterization parameterization, List<Regularizer> regularizers) {
        live.parameterize(parameterization, regularizers, "*", name -> new SplittableRandom(1));
        return this;
    }

    /** Makes a step. */
    void step(boolean training) {
        if (!training) {
            live.network().forward(inputs, Mode.PREDICT, random);
            return;
        }
        INDArray output = live.network().forward(inputs, Mode.TRAIN, random);
        live.network().backward(loss.of(output, batch).gradientAtOutput());
        update.pullBack(Progress.DONE);
        update.move(RATE);
        live.changed();
    }

    /** Returns the multiplications and additions of a dense step's products with weights. */
    double operations(boolean training) {
        double forward = 0;
        double first = 0;
        for (LayerView layer : live.layers()) {
            double uses = 0;
            for (ParamInfo param : layer.params()) {
                uses += param.shape().size() > 1 ? 2.0 * param.size() * layer.positions() : 0;
            }
            first = first == 0 ? uses : first;
            forward += uses;
        }
        // Back come the gradients at weights and at inputs, the latter not in the first layer.
        return inputs.size(0) * (training ? 3 * forward - first : forward);
    }

    private static Graph graph(String model) {
        Initializer initializer = new KaimingUniform();
        List<Long> picture = List.of(3L, 32L, 32L);
        return switch (model) {
            case "mlp" -> new Lenet300().build(List.of(784L), 10);
            case "set" ->
                new Mlp(List.of(3072L, 4000L, 1000L, 4000L, 10L), Activation.RELU, 0, initializer)
                        .build(List.of(3072L), 10);
            case "lenet5" -> new Lenet5().build(List.of(1L, 28L, 28L), 10);
            case "vgg" ->
                new Vgg(
                                0,
                                List.of(List.of(32L, 32L), List.of(64L, 64L), List.of(128L, 128L)),
                                false,
                                List.of(256L),
                                0,
                                initializer)
                        .build(picture, 10);
            case "vgg16" -> new Vgg(16, List.of(), true, List.of(512L), 0, initializer).build(picture, 10);
            case "resnet20" -> new Resnet(20, Resnet.Shortcut.B, 16, initializer).build(picture, 10);
            case "lstm" -> new Lstm(128, 1, false, 0, 0, initializer).build(List.of(28L, 28L), 10);
            default -> throw new IllegalArgumentException("unknown model " + model);
        };
    }
}
