package org.espalier.engine.mask.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.mask.Params;
import org.junit.jupiter.api.Test;

class ErdosRenyiTest {
    /** From RigL's reference code, before rounding to whole weights. */
    @Test
    void densitiesMeetTheReferenceToSixDigits() {
        List<ParamInfo> params = List.of(
                Params.weight("conv1", 20, 1, 5, 5),
                Params.weight("conv2", 50, 20, 5, 5),
                Params.weight("fc1", 500, 800),
                Params.weight("fc2", 10, 500));
        double[] raw = params.stream().mapToDouble(ErdosRenyi::dimensions).toArray();
        long[] units = params.stream().mapToLong(ParamInfo::size).toArray();
        assertSparsity(ErdosRenyi.densities(1 - 0.90, raw, units), 0, .912928, .911567, 0);
        assertSparsity(ErdosRenyi.densities(1 - 0.95, raw, units), .273884, .962523, .961937, 0);
        assertSparsity(ErdosRenyi.densities(1 - 0.99, raw, units), .861057, .992829, .992717, .771416);
        double[] features = params.stream().mapToDouble(ErdosRenyi::features).toArray();
        assertSparsity(ErdosRenyi.densities(1 - 0.98, features, units), 0, .840534, .992596, .767635);
    }

    @Test
    void everythingIsDenseAtDensityOneAndNothingAtZero() {
        double[] raw = {0.5, 0.1, 0.1};
        long[] units = {10, 100, 1000};
        assertThat(ErdosRenyi.densities(1, raw, units)).containsExactly(1, 1, 1);
        assertThat(ErdosRenyi.densities(0, raw, units)).containsExactly(0, 0, 0);
    }

    private static void assertSparsity(double[] densities, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(1 - densities[i]).isCloseTo(expected[i], within(1e-6));
        }
    }
}
