package org.espalier.engine.data;

import java.util.Arrays;
import java.util.List;
import org.espalier.api.data.Examples;

/** Examples whose values are all their own index, and whose label is the index modulo 10. */
record FakeExamples(int size, List<Long> shape) implements Examples {
    static FakeExamples of(int size) {
        return new FakeExamples(size, List.of(2L));
    }

    @Override
    public int label(int index) {
        return index % 10;
    }

    @Override
    public void read(int index, float[] into, int offset) {
        Arrays.fill(into, offset, offset + Shapes.length(shape), index);
    }

    @Override
    public String fingerprint() {
        return "fake " + size;
    }
}
