package org.espalier.api.data;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Examples in a fixed order, each an array of one shape with one label, or with one for each step of a sequence. Safe to
 * read from several threads.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Examples {
    /** Returns how many there are. */
    int size();

    /** Returns the shape of one: {@code [features]}, {@code [channels, height, width]} or {@code [time, features]}. */
    List<Long> shape();

    /** Returns the class of example {@code index}; of a sequence with many, that at its first step. */
    int label(int index);

    /** Returns how many labels each example has: 1, or as many as its sequence has steps. */
    default int labels() {
        return 1;
    }

    /**
     * Returns one of the labels of example {@code index}.
     *
     * @param step in [0, {@link #labels()})
     */
    default int label(int index, int step) {
        return label(index);
    }

    /**
     * Returns whether neighbours belong together, as the windows of one text do. A part that is set aside is then cut off
     * in one piece and not drawn.
     */
    default boolean consecutive() {
        return false;
    }

    /** Writes example {@code index}, in c order and before any normalisation, into {@code into} from {@code offset}. */
    void read(int index, float[] into, int offset);

    /** Returns a checksum of all examples and labels, for the run's provenance. */
    String fingerprint();
}
