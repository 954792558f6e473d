package org.espalier.engine.kernel.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.espalier.engine.kernel.memory.Floats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergedGroupsTest {
    @ParameterizedTest(name = "{0} groups of {1} channels and {2} filters: {3} at once")
    @CsvSource({
        "1, 64, 10, 1",
        "32, 1, 1, 1", // depthwise
        "8, 16, 16, 1", // fast as they are
        "16, 4, 2, 4", // eight channels and eight filters
        "8, 8, 1, 8", // no multiple of eight among fewer
        "2, 32, 20, 2", // three times sixteen filters, some of them none
        "16, 16, 7, 1", // 112 filters with all channels cost more than matrix products
        "6, 4, 4, 2",
    })
    void takesWhatIsFastest(int groups, int channels, int filters, int count) {
        assertEquals(
                count,
                MergedGroups.of(groups, new long[] {(long) groups * filters, channels, 3, 3})
                        .count());
    }

    @Test
    void zerosLieBetweenGroups() {
        var pairs = new MergedGroups(2, 1, 2, 1);
        Floats weight = Floats.allocate(8);
        weight.put(0, new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 8);
        Floats wide = Floats.allocate(16);
        pairs.spread(weight, wide);
        float[] written = new float[16];
        wide.get(0, written, 16);
        assertArrayEquals(new float[] {1, 0, 2, 0, 0, 3, 0, 4, 5, 0, 6, 0, 0, 7, 0, 8}, written);
    }

    @Test
    void whatLiesBetweenGroupsIsLeftOut() {
        var pairs = new MergedGroups(2, 1, 2, 1);
        Floats wide = Floats.allocate(8);
        wide.put(0, new float[] {1, 9, 2, 9, 9, 3, 9, 4}, 8);
        Floats weight = Floats.allocate(4);
        pairs.gather(wide, weight);
        float[] taken = new float[4];
        weight.get(0, taken, 4);
        assertArrayEquals(new float[] {1, 2, 3, 4}, taken);
    }
}
