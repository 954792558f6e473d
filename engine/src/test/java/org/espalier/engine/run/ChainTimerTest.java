package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.espalier.api.decompose.ChainViews;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.engine.kernel.backend.Kernels;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

final class ChainTimerTest {
    private static final List<Long> INPUT = List.of(8L);

    private static List<LayerView> chain(String name, LayerSpec... specs) {
        var replaced = new LayerView(
                new LayerId(name), new Dense(8, 8, 1, true), List.of(), List.of(NetworkView.INPUT), INPUT);
        return ChainViews.of(replaced, INPUT, List.of(specs));
    }

    @Test
    void whatComputesTheSameIsTimedOnce() {
        var timer = new ChainTimer(Kernels.of(DataType.FLOAT));
        double time = timer.milliseconds(INPUT, chain("a", new Dense(8, 8, 1, true)), 2);
        assertThat(time).isPositive();
        assertThat(timer.milliseconds(INPUT, chain("b", new Dense(8, 8, 1, true)), 2))
                .isEqualTo(time);
    }

    @Test
    void chainsOfSeveralLayersAndLargerBatchesAreTimed() {
        var timer = new ChainTimer(Kernels.of(DataType.FLOAT));
        List<LayerView> chain = chain("a", new Dense(8, 4, 2, false), new Dense(4, 8, 1, true));
        assertThat(timer.milliseconds(INPUT, chain, 1)).isPositive();
        assertThat(timer.milliseconds(INPUT, chain, 64)).isPositive();
    }
}
