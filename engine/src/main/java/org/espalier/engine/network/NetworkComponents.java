package org.espalier.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.plugin.Provider;
import org.espalier.api.train.Optimizer;
import org.espalier.engine.network.architecture.Architecture;
import org.espalier.engine.network.architecture.Densenet;
import org.espalier.engine.network.architecture.Gru;
import org.espalier.engine.network.architecture.Layers;
import org.espalier.engine.network.architecture.Lenet300;
import org.espalier.engine.network.architecture.Lenet5;
import org.espalier.engine.network.architecture.Lstm;
import org.espalier.engine.network.architecture.Mlp;
import org.espalier.engine.network.architecture.Resnet;
import org.espalier.engine.network.architecture.Transformer;
import org.espalier.engine.network.architecture.Vgg;
import org.espalier.engine.network.architecture.WideResnet;
import org.espalier.engine.network.architecture.template.TemplateComponents;
import org.espalier.engine.network.initializer.Constant;
import org.espalier.engine.network.initializer.GlorotNormal;
import org.espalier.engine.network.initializer.GlorotUniform;
import org.espalier.engine.network.initializer.Initializer;
import org.espalier.engine.network.initializer.KaimingNormal;
import org.espalier.engine.network.initializer.KaimingUniform;
import org.espalier.engine.network.initializer.LecunNormal;
import org.espalier.engine.network.initializer.LecunUniform;
import org.espalier.engine.network.initializer.Pytorch;
import org.espalier.engine.network.initializer.UniformBiases;
import org.espalier.engine.optimizer.Adam;
import org.espalier.engine.optimizer.AdamW;
import org.espalier.engine.optimizer.Momentum;
import org.espalier.engine.optimizer.Nesterov;
import org.espalier.engine.optimizer.Sgd;

/** The components of this package, by the names that pipelines use. */
public final class NetworkComponents {
    private NetworkComponents() {}

    /** Returns architectures, layers, initialisers and optimizers. */
    public static List<Provider<?>> providers() {
        var all = new ArrayList<Provider<?>>();
        all.addAll(architectures());
        all.addAll(TemplateComponents.providers());
        all.addAll(initializers());
        all.addAll(optimizers());
        return List.copyOf(all);
    }

    private static List<Provider<?>> architectures() {
        return List.of(
                Provider.of(Architecture.class, "mlp", "dense layers with an activation between them", Mlp.class),
                Provider.of(Architecture.class, "lenet-300-100", "dense layers of 300 and 100 neurons", Lenet300.class),
                Provider.of(
                        Architecture.class,
                        "lenet-5",
                        "Caffe's LeNet-5: convolutions of 20 and 50 filters, 500 neurons",
                        Lenet5.class),
                Provider.of(Architecture.class, "lstm", "layers of LSTM cells and a dense layer", Lstm.class),
                Provider.of(Architecture.class, "gru", "layers of GRU cells and a dense layer", Gru.class),
                Provider.of(
                        Architecture.class,
                        "transformer",
                        "blocks of attention: an encoder, or a decoder that classifies every step",
                        Transformer.class),
                Provider.of(
                        Architecture.class,
                        "vgg",
                        "convolutions of 3x3 in stages, in the form for CIFAR; depth 16 with batch normalization",
                        Vgg.class),
                Provider.of(Architecture.class, "resnet", "the residual networks for CIFAR, 6n + 2 deep", Resnet.class),
                Provider.of(
                        Architecture.class,
                        "wide-resnet",
                        "wide residual networks that normalize first, 6n + 4 deep",
                        WideResnet.class),
                Provider.of(
                        Architecture.class,
                        "densenet",
                        "densely connected networks for CIFAR, each layer reading all before it",
                        Densenet.class),
                Provider.of(Architecture.class, "layers", "a chain or graph of layers, written out", Layers.class));
    }

    private static List<Provider<?>> initializers() {
        return List.of(
                Provider.of(
                        Initializer.class,
                        "kaiming-uniform",
                        "uniform, variance 2 / fan-in: for ReLU",
                        KaimingUniform.class),
                Provider.of(
                        Initializer.class,
                        "kaiming-normal",
                        "normal, variance 2 / fan-in: for ReLU",
                        KaimingNormal.class),
                Provider.of(
                        Initializer.class,
                        "glorot-uniform",
                        "uniform, variance 2 / (fan-in + fan-out)",
                        GlorotUniform.class),
                Provider.of(
                        Initializer.class,
                        "glorot-normal",
                        "normal, variance 2 / (fan-in + fan-out)",
                        GlorotNormal.class),
                Provider.of(Initializer.class, "lecun-uniform", "uniform, variance 1 / fan-in", LecunUniform.class),
                Provider.of(Initializer.class, "lecun-normal", "normal, variance 1 / fan-in", LecunNormal.class),
                Provider.of(
                        Initializer.class,
                        "pytorch",
                        "weights and biases as PyTorch's layers draw them by default",
                        Pytorch.class),
                Provider.of(
                        Initializer.class,
                        "uniform-biases",
                        "biases uniform within 1 / root of fan-in, weights as another draws them",
                        UniformBiases.class),
                Provider.of(Initializer.class, "constant", "one value everywhere", Constant.class));
    }

    private static List<Provider<?>> optimizers() {
        return List.of(
                Provider.of(Optimizer.class, "sgd", "gradient descent", Sgd.class),
                Provider.of(Optimizer.class, "momentum", "gradient descent with classical momentum", Momentum.class),
                Provider.of(Optimizer.class, "nesterov", "gradient descent with Nesterov's momentum", Nesterov.class),
                Provider.of(Optimizer.class, "adam", "Adam, with weight decay in the gradient", Adam.class),
                Provider.of(Optimizer.class, "adamw", "Adam, with decoupled weight decay", AdamW.class));
    }
}
