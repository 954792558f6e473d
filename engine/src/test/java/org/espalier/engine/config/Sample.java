package org.espalier.engine.config;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.espalier.api.plugin.Knob;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;

/** A small pipeline language with one option of each kind. */
final class Sample {
    interface Architecture {}

    interface Stage {}

    interface Optimizer {}

    interface MaskPolicy {}

    interface Criterion {}

    interface Distribution {}

    enum GrowthStart {
        ZERO,
        KEPT_AS_IS
    }

    record File(
            @Knob(value = "seed of all randomness", otherwise = "42")
            long seed,

            @Knob("what is trained") Architecture model,
            @Knob("the stages, in order") @NotEmpty List<Stage> pipeline) {}

    record Mlp(
            @Knob("units of each layer") @Size(min = 2) List<@Positive Integer> layers,

            @Knob(value = "share of units dropped in training", otherwise = "0")
            @DecimalMin("0")
            @DecimalMax(value = "1", inclusive = false)
            double dropout)
            implements Architecture {}

    record LeNet5() implements Architecture {}

    record Train(
            @Knob("passes over the data") @PositiveOrZero double epochs,

            @Knob(value = "who moves the weights", otherwise = "{ adam: { learning-rate: 1e-3 } }")
            Optimizer optimizer,

            @Knob(value = "largest norm of the gradients", otherwise = "infinity") @Positive
            double clip,

            @Knob(value = "whether the optimizer forgets", otherwise = "false")
            boolean fresh)
            implements Stage {}

    record Snapshot(@Knob("what it is called") @NotBlank String name) implements Stage {}

    record Evaluate(
            @Knob(value = "which examples", otherwise = "validation", formerly = "on")
            @Pattern(regexp = "validation|test")
            String split)
            implements Stage {}

    record Repeat(
            @Knob("how often") @Min(1) @Max(1000) int times,
            @Knob("what") List<Stage> do_) implements Stage {}

    record Prune(@Knob("who decides") MaskPolicy policy) implements Stage {}

    record Adam(
            @Knob("the learning rate") @Positive double learningRate,
            @Knob(value = "decay", otherwise = "0.9") float beta)
            implements Optimizer {}

    record Target(
            @Knob("the share to keep") @DecimalMin("0") @DecimalMax("1")
            double keep,

            @Knob(value = "of", otherwise = "all") String of) {}

    record Ranked(
            @Knob("what is important") Criterion criterion,

            @Knob(value = "where it competes", otherwise = "global")
            Distribution distribution,

            @Knob(value = "how much to keep", otherwise = "{ keep: 0.5, of: alive }")
            Target target)
            implements MaskPolicy {}

    record Rigl(
            @Knob(value = "the share to keep", formerly = "part") @DecimalMin("0") @DecimalMax("1")
            double keep,

            @Knob(value = "what goes", otherwise = "magnitude")
            Criterion drop,

            @Knob(value = "what comes", otherwise = "gradient")
            Criterion grow,

            @Knob(value = "where it begins", otherwise = "zero")
            GrowthStart start)
            implements MaskPolicy {}

    record Magnitude(
            @Knob(value = "the exponent", otherwise = "1") int p) implements Criterion {
        Magnitude {
            if (p == 13) {
                throw new IllegalArgumentException("p must not be 13");
            }
        }
    }

    record Random() implements Criterion {}

    record Gradient() implements Criterion {}

    record Global() implements Distribution {}

    record Options(
            @Knob("kept") int keep, @Knob("of so many") int of) {}

    /** A component that is not its configuration. */
    static final class NOfM implements Distribution {
        final Options options;

        NOfM(Options options) {
            if (options.keep() > options.of()) {
                throw new IllegalArgumentException("cannot keep " + options.keep() + " of " + options.of());
            }
            this.options = options;
        }
    }

    record PerLayer(
            @Knob("the share to keep of each layer") Map<String, @DecimalMin("0") @DecimalMax("1") Double> shares,
            @Knob(value = "of all others", otherwise = "1") double rest)
            implements Distribution {}

    private Sample() {}

    static FakeRegistry registry() {
        return new FakeRegistry()
                .offer("core", Provider.of(Architecture.class, "mlp", "dense layers", Mlp.class))
                .offer("core", Provider.of(Architecture.class, "lenet-5", "the Caffe one", LeNet5.class))
                .offer("core", Provider.of(Stage.class, "train", "trains", Train.class))
                .offer("core", Provider.of(Stage.class, "snapshot", "remembers", Snapshot.class))
                .offer("core", Provider.of(Stage.class, "evaluate", "measures", Evaluate.class))
                .offer("core", Provider.of(Stage.class, "repeat", "does again", Repeat.class))
                .offer("core", Provider.of(Stage.class, "prune", "removes", Prune.class))
                .offer("core", Provider.of(Optimizer.class, "adam", "Adam", Adam.class))
                .offer("core", Provider.of(MaskPolicy.class, "prune", "ranks", Ranked.class))
                .offer("core", Provider.of(MaskPolicy.class, "rigl", "drops and grows", Rigl.class))
                .offer("core", Provider.of(Criterion.class, "random", "dice", Random.class))
                .offer("core", Provider.of(Criterion.class, "gradient", "slopes", Gradient.class))
                .offer("core", Provider.of(Distribution.class, "global", "one pool", Global.class))
                .offer("core", Provider.of(Distribution.class, "n-of-m", "tiles", Options.class, NOfM::new))
                .offer("core", Provider.of(Distribution.class, "per-layer", "a list", PerLayer.class));
    }

    /** Returns the registry with a plugin that offers the criterion {@code magnitude} and a preset. */
    static FakeRegistry withMagnitude() {
        return registry()
                .offer("magnitude", Provider.of(Criterion.class, "magnitude", "|w|^p", Magnitude.class))
                .offer(
                        "magnitude",
                        new Preset(
                                MaskPolicy.class,
                                "two-of-four",
                                "keeps two of four",
                                "{ prune: { criterion: { magnitude: { p: 2 } }, distribution: { n-of-m: { keep: 2, of: 4 } } } }"));
    }
}
