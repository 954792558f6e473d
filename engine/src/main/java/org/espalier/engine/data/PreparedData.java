package org.espalier.engine.data;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import org.espalier.api.data.DataSet.Normalisation;
import org.espalier.api.data.Examples;
import org.espalier.api.stage.Workbench;

/**
 * A data set ready for a run: split, and with everything decided that is done to an example on its way to the network.
 *
 * @param name what the data set is called in reports
 * @param classes the number of classes
 * @param train the examples to train with
 * @param validation the examples that everything is chosen by; may be empty
 * @param test the examples that nothing is chosen by
 * @param normalisation applied to all examples, after augmentation
 * @param augmentations applied to training examples, in order
 * @param shape of one example as the network is shown it, without the batch axis
 */
public record PreparedData(
        String name,
        int classes,
        Examples train,
        Examples validation,
        Examples test,
        Normalisation normalisation,
        List<Augmentation> augmentations,
        List<Long> shape) {
    /** Checks that normalisation and augmentations fit the examples, before anything is trained. */
    public PreparedData {
        requireNonNull(name, "name is null");
        requireNonNull(validation, "validation is null");
        requireNonNull(test, "test is null");
        augmentations = List.copyOf(augmentations);
        List<Long> own = train.shape();
        shape = Shapes.sameLength(shape, own);
        new Normaliser(normalisation, own).apply(new float[Shapes.length(own)]);
        augmentations.forEach(augmentation -> augmentation.check(own));
    }

    /** Returns the examples of a split. */
    public Examples examples(Workbench.Split split) {
        return switch (split) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /** Returns training batches: shuffled and augmented anew each epoch, one prepared ahead in the background. */
    public Batches training(int batchSize, long seed) {
        return Batches.shuffled(train, normalisation, augmentations, batchSize, seed, true)
                .shaped(shape);
    }

    /**
     * Returns batches to measure on: in order, without augmentation.
     *
     * @throws IllegalArgumentException when the split is empty; says what to do
     */
    public Batches evaluation(Workbench.Split split, int batchSize) {
        Examples examples = examples(split);
        if (examples.size() == 0 && split == Workbench.Split.VALIDATION) {
            throw new IllegalArgumentException(
                    "there are no validation examples: give 'validation' under 'prepare' a share"
                            + " or count above 0, or evaluate split: test");
        }
        if (examples.size() == 0) {
            throw new IllegalArgumentException(
                    "there are no " + split.name().toLowerCase(Locale.ROOT) + " examples to measure on");
        }
        return Batches.inOrder(examples, normalisation, batchSize).shaped(shape);
    }
}
