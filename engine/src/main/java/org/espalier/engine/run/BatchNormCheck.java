package org.espalier.engine.run;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.espalier.api.model.LayerView;
import org.espalier.engine.run.Findings.Place;

/** Finds trainings in which batch normalization sees one example: its mean is the example itself, so that nothing is left. */
record BatchNormCheck(Rehearsal rehearsal, Place place) {
    /** How far behind the size that was asked for a better one is looked for. */
    private static final int REACH = 100;

    /**
     * Checks the batches of a training.
     *
     * @param lastToo whether it comes to an epoch's last batch, which may be smaller
     */
    void check(int examples, int batchSize, boolean lastToo) {
        Optional<LayerView> layer = worst();
        if (layer.isEmpty()) {
            return;
        }
        String who = "batch normalization '" + layer.get().id() + "'";
        if (Math.min(examples, batchSize) == 1) {
            String words = who + " sees one example at a time, and ";
            if (values(layer.get()) == 1) {
                rehearsal.problem(
                        place,
                        words
                                + "subtracts its mean, which is the example itself, so that nothing is left to"
                                + " learn from. Give a 'batch-size' of at least 2");
            } else {
                rehearsal.warning(
                        place, words + "normalizes it by itself. A 'batch-size' of 16 or more gives it a mean");
            }
        } else if (lastToo && examples % batchSize == 1) {
            rehearsal.warning(
                    place,
                    who + " sees one example in the last batch of each epoch: " + examples
                            + " examples in batches of " + batchSize + ". A 'batch-size' of "
                            + better(examples, batchSize) + " avoids that");
        }
    }

    private static int better(int examples, int batchSize) {
        for (int size = batchSize + 1; size < batchSize + REACH; size++) {
            if (examples % size != 1) {
                return size;
            }
        }
        return examples;
    }

    /** Returns the layer that has the fewest values of an example for each channel. */
    private Optional<LayerView> worst() {
        return rehearsal.live().layers().stream()
                .filter(layer -> layer.spec().kind().equals("BatchNormalization"))
                .min(Comparator.comparingLong(this::values));
    }

    private long values(LayerView layer) {
        List<Long> shape = rehearsal.live().inputShape(layer);
        return shape.stream().skip(1).reduce(1L, Math::multiplyExact);
    }
}
