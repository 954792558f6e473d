package org.espalier.engine.mask.parameterization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.schedule.Progress;
import org.espalier.engine.mask.Params;
import org.espalier.engine.mask.criterion.DenseGradient;
import org.espalier.engine.mask.distribution.Apportionment;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LatentComponentsTest {
    private static final ParamInfo FC = Params.weight("fc", 2, 2);
    private static final Mask MASK = Mask.of(FC.shape(), i -> i != 1);

    private final Latent latent = Latent.of(Params.floats(FC, 1, 2, -3, 4));
    private final INDArray gradient = Params.floats(FC, 10, 20, 30, 40);

    @Test
    void maskedWeightsRunAsZero() {
        for (Elementwise each : List.of(new HardMask(), new StraightThrough(), new DenseGradient())) {
            assertThat(each.effective(FC, latent, MASK).weight()).isEqualTo(Params.floats(FC, 1, 0, -3, 4));
            assertThat(each.effective(FC, latent, MASK).mask()).isEqualTo(MASK);
        }
    }

    @Test
    void onlyHardMasksStopTheGradient() {
        assertThat(new HardMask().pullback(FC, latent, MASK, gradient).dense())
                .isEqualTo(Params.floats(FC, 10, 0, 30, 40));
        assertThat(new StraightThrough().pullback(FC, latent, MASK, gradient).dense())
                .isEqualTo(gradient);
        assertThat(new DenseGradient().pullback(FC, latent, MASK, gradient).dense())
                .isEqualTo(gradient);
    }

    @Test
    void denseGradientPutsMaskedWeightsBackToZero() {
        assertThat(new DenseGradient().repair(FC, latent, MASK).dense()).isEqualTo(Params.floats(FC, 1, 0, -3, 4));
        assertThat(new DenseGradient().repair(FC, latent, Mask.ones(FC.shape())))
                .isSameAs(latent);
        assertThat(new StraightThrough().repair(FC, latent, MASK)).isSameAs(latent);
        assertThat(latent.dense()).isEqualTo(Params.floats(FC, 1, 2, -3, 4));
    }

    @Test
    void penaltiesAreTheirFormulas() {
        Regularizer.Penalty l1 = new L1Regularizer(0.5).penalty(FC, latent, MASK, Progress.DONE);
        assertThat(l1.value()).isCloseTo(5, within(1e-12));
        assertThat(l1.gradient().dense()).isEqualTo(Params.floats(FC, 0.5f, 0.5f, -0.5f, 0.5f));
        Regularizer.Penalty l2 = new L2Regularizer(0.5).penalty(FC, latent, MASK, Progress.DONE);
        assertThat(l2.value()).isCloseTo(7.5, within(1e-12));
        assertThat(l2.gradient().dense()).isEqualTo(Params.floats(FC, 0.5f, 1, -1.5f, 2));
    }

    @Test
    void penaltiesLeaveExtrasAlone() {
        Latent withExtra = new Latent(latent.dense(), Map.of("threshold", Nd4j.ones(2)), Map.of());
        Regularizer.Penalty penalty = new L2Regularizer(1).penalty(FC, withExtra, MASK, Progress.DONE);
        assertThat(penalty.gradient().trainable().get("threshold")).isEqualTo(Nd4j.zeros(2));
    }

    @Test
    void regrowthFollowsSurvivorsAndFillsWhatHasRoom() {
        // Shares 6 : 3 : 1 of 10; the first has room for only 2, so that 8 go 3 : 1.
        assertThat(Apportionment.of(10, new double[] {6, 3, 1}, new long[] {100, 100, 100}))
                .containsExactly(6, 3, 1);
        assertThat(Apportionment.of(10, new double[] {6, 3, 1}, new long[] {2, 100, 100}))
                .containsExactly(2, 6, 2);
        assertThat(Apportionment.of(2, new double[] {1, 1, 1}, new long[] {9, 9, 9}))
                .containsExactly(1, 1, 0);
        assertThat(Apportionment.of(50, new double[] {1, 1, 1}, new long[] {9, 9, 9}))
                .containsExactly(9, 9, 9);
        assertThat(Apportionment.of(6, new double[] {0, 0, 0}, new long[] {4, 0, 2}))
                .containsExactly(4, 0, 2);
        assertThat(Apportionment.of(8, new double[] {5, 0, 0}, new long[] {4, 4, 4}))
                .containsExactly(4, 2, 2);
    }

    @Property(tries = 300)
    void regrowthAddsUpWithinTheRoom(
            @ForAll @Size(min = 1, max = 6) List<@LongRange(min = 0, max = 1000) Long> survivors,
            @ForAll @LongRange(min = 0, max = 5000) long grow) {
        long[] room = survivors.stream().mapToLong(alive -> 1000 - alive).toArray();
        long[] shares = Apportionment.of(
                grow, survivors.stream().mapToDouble(Long::doubleValue).toArray(), room);
        long sum = 0;
        long space = 0;
        for (int i = 0; i < room.length; i++) {
            assertThat(shares[i]).isBetween(0L, room[i]);
            sum += shares[i];
            space += room[i];
        }
        assertThat(sum).isEqualTo(Math.min(grow, space));
    }
}
