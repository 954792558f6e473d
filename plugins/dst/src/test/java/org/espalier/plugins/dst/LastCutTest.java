package org.espalier.plugins.dst;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamId;
import org.espalier.testkit.FakeNetwork;
import org.junit.jupiter.api.Test;

final class LastCutTest {
    private static final ParamId WEIGHT = ParamId.of("fc1", "weight");

    private static MaskSet first(long alive) {
        return new MaskSet(Map.of(WEIGHT, Mask.of(List.of(1L, 10L), i -> i < alive)));
    }

    @Test
    void tellsOfACutThatTookMuchAway() {
        assertThat(new LastCut(first(8), first(5)).depth(true))
                .hasValue(
                        "training had led to 8 weights (80.00 %), so that one cut takes away 3 more to leave 5 (50.00 %)."
                                + " Train for longer or with a larger 'alpha' to arrive in time");
        assertThat(new LastCut(first(8), first(5)).depth(false).orElseThrow())
                .endsWith("to arrive in time, and give 'freeze-epochs' to train on after the cut");
        assertThat(new LastCut(first(6), first(5)).depth(true)).isEmpty();
        assertThat(new LastCut(first(3), first(5)).depth(true)).isEmpty();
    }

    @Test
    void tellsOfZerosThatComeBack() {
        FakeNetwork network = FakeNetwork.dense(10, 1).with(WEIGHT, 1, 2, 3, 0, 5, 0, 0, 0, 0, 0);
        assertThat(new LastCut(first(3), first(6)).zeros(network))
                .hasValue(
                        "2 of 3 weights that come back to meet the target are 0, as they were while masked, and count as"
                                + " alive. Give a target of no more than is alive before");
        assertThat(new LastCut(first(4), first(5)).zeros(network)).isEmpty();
        assertThat(new LastCut(first(6), first(3)).zeros(network)).isEmpty();
    }
}
