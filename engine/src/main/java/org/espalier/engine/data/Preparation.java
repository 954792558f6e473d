package org.espalier.engine.data;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSet.Normalisation;
import org.espalier.api.data.Examples;
import org.espalier.api.plugin.Knob;

/** How the examples of a data set become what a network is shown: {@code prepare} in a pipeline file. */
public record Preparation(
        @Knob(
                value =
                        "training examples set aside for validation: below 1 a share of them, else a count; of a text the last",
                otherwise = "0.1")
        @DecimalMin("0")
        double validation,

        @Knob(
                value =
                        "how values are centred and scaled: 'data-set' by what is usual for it (MNIST and Fashion-MNIST: not at"
                                + " all, pixels stay from 0 to 1), 'none', 'per-channel' by what is measured on training examples, or"
                                + " 'given'",
                otherwise = "data-set")
        Normalise normalise,

        @Knob(
                value = "means for 'normalise: given', one for each channel or one for all, such as [0.1307]",
                otherwise = "[]")
        List<Double> mean,

        @Knob(value = "deviations for 'normalise: given', as many, such as [0.3081]", otherwise = "[]")
        List<Double> deviation,

        @Knob(value = "random changes to training examples, applied in order before normalising", otherwise = "[]")
        List<Augmentation> augment,

        @Knob(value = "only the first so many training and test examples, for quick runs; 0 for all", otherwise = "0")
        @PositiveOrZero
        int limit,

        @Knob(
                value = "another shape for each example, of as many values, such as [28, 28] for rows of pixels as the"
                        + " steps of a sequence; [] for its own",
                otherwise = "[]")
        List<@Positive Long> shape) {
    /** The preparation of a pipeline that asks for none: a tenth for validation, the data set's own normalisation. */
    public static final Preparation USUAL =
            new Preparation(0.1, Normalise.DATA_SET, List.of(), List.of(), List.of(), 0, List.of());

    /** Where mean and deviation come from. */
    public enum Normalise {
        /** From the data set's source, which knows what is usual for it. */
        DATA_SET,
        /** Nowhere: values stay as they are read; bytes are in [0, 1]. */
        NONE,
        /** Measured for each channel over the examples that are trained with. */
        PER_CHANNEL,
        /** From the options {@code mean} and {@code deviation}. */
        GIVEN
    }

    public Preparation {
        requireNonNull(normalise, "normalise is null");
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        augment = List.copyOf(augment);
        shape = List.copyOf(shape);
        boolean listed = !mean.isEmpty() || !deviation.isEmpty();
        if (listed && normalise != Normalise.GIVEN) {
            throw new IllegalArgumentException(
                    "'mean' and 'deviation' have an effect only with 'normalise: given'; add that, or remove them");
        }
        if (normalise == Normalise.GIVEN && !listed) {
            throw new IllegalArgumentException(
                    "'normalise: given' needs 'mean' and 'deviation', such as mean: [0.1307], deviation: [0.3081]");
        }
    }

    /**
     * Limits, splits and decides the normalisation.
     *
     * @param data an opened data set
     * @param seed decides which examples are for validation
     * @throws IllegalArgumentException when the data do not fit the options; says why, in the user's words
     */
    public PreparedData apply(DataSet data, long seed) {
        Examples train = limit == 0 ? data.train() : Subset.first(data.train(), limit);
        Examples test = limit == 0 ? data.test() : Subset.first(data.test(), limit);
        ValidationSplit split = isEmpty(data)
                ? new ValidationSplit(data.train(), data.train())
                : ValidationSplit.of(train, validation, seed);
        Normalisation normalisation =
                switch (normalise) {
                    case DATA_SET -> data.normalisation();
                    case NONE -> Normalisation.NONE;
                    case PER_CHANNEL -> ChannelStatistics.measure(split.train());
                    case GIVEN -> new Normalisation(mean, deviation);
                };
        return new PreparedData(
                data.name(),
                data.classes(),
                split.train(),
                split.validation(),
                test,
                normalisation,
                augment,
                shape.isEmpty() ? train.shape() : shape);
    }

    /** A pipeline that only loads, changes and saves has no examples at all: there is nothing to set aside. */
    private static boolean isEmpty(DataSet data) {
        return data.train().size() == 0 && data.test().size() == 0;
    }
}
