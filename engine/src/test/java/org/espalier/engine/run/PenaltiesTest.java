package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.espalier.api.mask.ExtraPenalty;
import org.espalier.api.mask.Regularizer;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.mask.parameterization.HardMask;
import org.espalier.engine.mask.parameterization.L1Regularizer;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.architecture.Mlp;
import org.junit.jupiter.api.Test;

/** Penalties on what a parameterization trains, and on what it does not. */
final class PenaltiesTest {
    private static final String MISSING = "a penalty on 'fc1.weight' needs the weights' 'height', which their"
            + " parameterization does not have. Leave the penalty out, or choose the parameterization that it is made for";

    private final LiveNetwork live = new LiveNetwork(
            new Network(new Mlp(List.of(3L, 2L)).build(List.of(3L), 2)), CommitRules.DEFAULT, message -> {});

    /** The sum of an extra. */
    private record Heights() implements ExtraPenalty {
        @Override
        public String extra() {
            return "height";
        }

        @Override
        public double value(double number) {
            return number;
        }

        @Override
        public double slope(double number) {
            return 1;
        }
    }

    private void parameterize(Regularizer regularizer) {
        live.parameterize(new HardMask(), List.of(regularizer), "*", name -> new SplittableRandom(1));
    }

    @Test
    void onAnExtraThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> parameterize(new Heights()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(MISSING);
        assertThat(live.parameterized()).isEmpty();
    }

    @Test
    void onAnExtraThatIsNotThereAreRefusedLaterToo() {
        parameterize(new L1Regularizer(0.1));
        assertThatThrownBy(() -> live.regularize(List.of(new Heights()), "*"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(MISSING);
    }
}
