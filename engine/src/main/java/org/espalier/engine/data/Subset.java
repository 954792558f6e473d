package org.espalier.engine.data;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.espalier.api.data.Examples;

/** Some of other examples, in an order of its own: a view, which copies none of them. */
public final class Subset implements Examples {
    private final Examples origin;
    private final int[] indices;

    private Subset(Examples origin, int[] indices) {
        this.origin = origin;
        this.indices = indices;
    }

    /**
     * Shows the examples at some indices.
     *
     * @param examples whose they are; a subset of a subset reads from what that one reads from
     * @param indices each in [0, size); kept as a copy
     */
    public static Subset of(Examples examples, int[] indices) {
        requireNonNull(examples, "examples is null");
        for (int index : indices) {
            Objects.checkIndex(index, examples.size());
        }
        if (examples instanceof Subset subset) {
            return new Subset(
                    subset.origin,
                    Arrays.stream(indices).map(index -> subset.indices[index]).toArray());
        }
        return new Subset(examples, indices.clone());
    }

    /** Shows the first examples: {@code count} of them, or all where there are fewer. */
    public static Examples first(Examples examples, int count) {
        if (count >= examples.size()) {
            return examples;
        }
        return of(examples, IntStream.range(0, count).toArray());
    }

    /** Returns whose examples these are; never a subset itself. */
    Examples origin() {
        return origin;
    }

    /** Returns where example {@code index} stands in the origin. */
    int indexInOrigin(int index) {
        return indices[index];
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public List<Long> shape() {
        return origin.shape();
    }

    @Override
    public int label(int index) {
        return origin.label(indices[index]);
    }

    @Override
    public int labels() {
        return origin.labels();
    }

    @Override
    public int label(int index, int step) {
        return origin.label(indices[index], step);
    }

    @Override
    public boolean consecutive() {
        return origin.consecutive();
    }

    @Override
    public void read(int index, float[] into, int offset) {
        origin.read(indices[index], into, offset);
    }

    @Override
    public String fingerprint() {
        return new Fingerprint().add(origin.fingerprint()).add(indices).hex();
    }
}
