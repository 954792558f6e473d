package org.espalier.api.data;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/** Examples in a fixed order, each an array of one shape with one label. Safe to read from several threads. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Examples {
    /** Returns how many there are. */
    int size();

    /** Returns the shape of one: {@code [features]} or {@code [channels, height, width]}. */
    List<Long> shape();

    /** Returns the class of example {@code index}. */
    int label(int index);

    /** Writes example {@code index}, in c order and before any normalisation, into {@code into} from {@code offset}. */
    void read(int index, float[] into, int offset);

    /** Returns a checksum of all examples and labels, for the run's provenance. */
    String fingerprint();
}
