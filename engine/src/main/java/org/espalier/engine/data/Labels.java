package org.espalier.engine.data;

import java.nio.file.Path;
import org.espalier.api.data.DataException;

/** Labels of one unsigned byte each. */
final class Labels {
    private Labels() {}

    /** Returns the highest label plus one. */
    static int classes(byte[] labels) {
        int highest = -1;
        for (byte label : labels) {
            highest = Math.max(highest, label & 0xff);
        }
        return highest + 1;
    }

    /** Refuses labels that do not count from 0, which would make a class without examples. */
    static void requireFirst(Path path, byte[] labels) {
        int lowest = 255;
        for (byte label : labels) {
            lowest = Math.min(lowest, label & 0xff);
        }
        if (lowest > 0) {
            throw new DataException(path + ": labels run from " + lowest + " to " + (classes(labels) - 1)
                    + " and none is 0. Set 'classes: " + classes(labels)
                    + "' if some classes have no examples, or count the labels from 0.");
        }
    }

    /** Refuses a label of no class. */
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
