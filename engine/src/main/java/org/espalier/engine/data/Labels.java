package org.espalier.engine.data;

import java.nio.file.Path;
import org.espalier.api.data.DataException;

/** Labels of examples: numbers of classes, from 0. */
final class Labels {
    private Labels() {}

    /**
     * Returns the number of classes of labels of one unsigned byte each.
     *
     * @throws DataException when they do not count from 0
     */
    static int classes(Path path, byte[] labels) {
        int lowest = 255;
        int highest = 0;
        for (byte label : labels) {
            lowest = Math.min(lowest, label & 0xff);
            highest = Math.max(highest, label & 0xff);
        }
        return classes(path, lowest, highest, 0, "Count them from 0");
    }

    /**
     * Returns the number of classes, from the highest label.
     *
     * @param first what class 0 is called in the file
     * @param cure what to do where labels count from another number
     * @throws DataException when no example is of class 0: it would be a class that nothing is learnt of
     */
    static int classes(Path path, int lowest, int highest, int first, String cure) {
        if (lowest > 0) {
            throw new DataException(path + ": labels run from " + (first + lowest) + " to " + (first + highest)
                    + " and none is " + first + ". " + cure + ", or set 'classes: " + (highest + 1)
                    + "' if some classes have no examples.");
        }
        return highest + 1;
    }

    /** Refuses a label, of one unsigned byte, that is of no class. */
    static void check(Path path, byte[] labels, int classes) {
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i] & 0xff;
            if (label >= classes) {
                throw new DataException(path + ": expected labels from 0 to " + (classes - 1) + ", found " + label
                        + " for example " + (i + 1) + " of " + labels.length
                        + ". Check that the file belongs to this data set and is not damaged.");
            }
        }
    }
}
