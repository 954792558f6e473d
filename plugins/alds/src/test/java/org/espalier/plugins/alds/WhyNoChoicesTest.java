package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.LayerView;
import org.junit.jupiter.api.Test;

/** What users read of layers that stay as they are. */
final class WhyNoChoicesTest {
    private static final Decomposition ALDS = new Alds(List.of(Folding.ENCODE), List.of(3), ErrorMeasure.EXACT);

    private static String why(Decomposition decomposition, LayerSpec spec) {
        return decomposition.whyNoChoices(new LayerView(new LayerId("a"), spec, List.of(), List.of(), List.of(8L)));
    }

    private static Convolution convolution(long kernel, long groups) {
        return new Convolution(8, 8, Pair.of(kernel), Pair.of(1), Pair.of(0), Pair.of(1), groups, false);
    }

    @Test
    void groupsAreNamed() {
        assertThat(why(ALDS, convolution(3, 8)))
                .isEqualTo("its channels are in 8 groups already, each too small to be factored");
        assertThat(why(ALDS, new Dense(8, 8, 2, false))).startsWith("its channels are in 2 groups");
    }

    @Test
    void subsetsThatDivideNothingAreNamed() {
        assertThat(why(ALDS, convolution(3, 1))).isEqualTo("none of the 'subsets' [3] divides its channels");
    }

    @Test
    void kernelsOfOneElementAreNothingForTucker() {
        assertThat(why(new Tucker(), convolution(1, 1))).isEqualTo("it has no kernel larger than 1x1");
        assertThat(why(new Tucker(), new Dense(8, 8, 1, false))).isEqualTo("it has no kernel larger than 1x1");
    }

    @Test
    void otherLayersAreCalledByTheirKind() {
        assertThat(why(ALDS, new LayerSpec.Other("Gather", Map.of()))).isEqualTo("a Gather layer is not factored so");
    }
}
