package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Pair;
import org.junit.jupiter.api.Test;

/** What a rank of the golden layer costs, and how many there are. */
final class GoldenRanksTest {
    private static final SmallNetwork NETWORK = SmallNetwork.of(
            List.of(4L, 5L, 5L),
            Map.of("conv1", new Convolution(4, 6, Pair.of(3), Pair.of(1), Pair.of(1), Pair.of(1), 1, false)));

    private static void requireRanks(Folding folding, int groups, int largest, int weights) {
        var alds = new Alds(List.of(folding), List.of(groups), ErrorMeasure.EXACT);
        List<Choice> all = alds.choices(
                NETWORK.layer("conv1"),
                SmallNetwork.everyChainPays(),
                new Look(NETWORK, SmallNetwork.noise(1, 1, 4, 5, 5)));
        List<Choice> factored = all.subList(1, all.size());
        assertThat(factored)
                .as("ranks of %d groups by %s", groups, folding)
                .extracting(choice -> choice.knobs().get(SubsetChoice.RANK))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, largest).boxed().toList());
        assertThat(factored).allSatisfy(choice -> {
            assertThat(choice.knobs()).containsEntry(SubsetChoice.FULL_RANK, largest);
            assertThat(choice.cost())
                    .isEqualTo((double) weights * choice.knobs().getOrDefault(SubsetChoice.RANK, 0));
        });
    }

    @Test
    void everySchemeHasItsRanksAndItsWeightsForEach() {
        requireRanks(Folding.ENCODE, 1, 6, 42);
        requireRanks(Folding.SPLIT1, 1, 12, 30);
        requireRanks(Folding.SPLIT2, 1, 12, 30);
        requireRanks(Folding.DECODE, 1, 4, 58);
    }

    @Test
    void everyNumberOfGroupsHasItsRanksAndItsWeightsForEach() {
        requireRanks(Folding.ENCODE, 2, 6, 48);
        requireRanks(Folding.ENCODE, 4, 6, 60);
    }
}
