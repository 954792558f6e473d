package org.espalier.api.data;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/**
 * A data set that was opened and checked.
 *
 * @param name what it is called in reports
 * @param classes the number of classes; labels are in [0, classes)
 * @param train the training examples; validation examples are split from these
 * @param test the test examples; nothing is ever chosen by them
 * @param normalisation mean and deviation of each channel that suit it, applied unless the pipeline says otherwise
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record DataSet(String name, int classes, Examples train, Examples test, Normalisation normalisation) {
    public DataSet {
        requireNonNull(name, "name is null");
        requireNonNull(train, "train is null");
        requireNonNull(test, "test is null");
        requireNonNull(normalisation, "normalisation is null");
    }

    /**
     * {@code (x − mean) / deviation}, channel by channel.
     *
     * @param mean one number a channel, or a single number for all
     * @param deviation as many numbers, each above 0
     */
    public record Normalisation(List<Double> mean, List<Double> deviation) {
        /** Leaves values as they are. */
        public static final Normalisation NONE = new Normalisation(List.of(0.0), List.of(1.0));

        public Normalisation {
            mean = List.copyOf(mean);
            deviation = List.copyOf(deviation);
            if (mean.isEmpty() || mean.size() != deviation.size()) {
                throw new IllegalArgumentException("mean and deviation need the same number of channels, but there are "
                        + mean.size() + " and " + deviation.size());
            }
            if (deviation.stream().anyMatch(d -> !(d > 0))) {
                throw new IllegalArgumentException("each deviation must be above 0 but they are " + deviation);
            }
        }
    }
}
