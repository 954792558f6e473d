package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Regularizer;
import org.espalier.engine.mask.parameterization.L2Regularizer;
import org.junit.jupiter.api.Test;

final class ComponentValuesTest {
    private final ComponentValues values = new ComponentValues(Set.of(ComponentValuesTest.class.getClassLoader()));

    private record Steered(
            double weight,
            float ratio,
            long steps,
            int rounds,
            boolean on,
            String pattern,
            GrowthStart start,
            List<Regularizer> inner,
            Map<String, Double> shares) {}

    private <T> T back(T value, Class<T> type) throws JsonProcessingException {
        return values.read(Archive.JSON.readTree(values.write(value).toString()), type);
    }

    @Test
    void aRecordComesBackEqual() throws JsonProcessingException {
        var value = new Steered(
                0.1 + 0.2,
                1e-40f,
                Long.MAX_VALUE,
                -3,
                true,
                "fc*",
                GrowthStart.KEPT,
                List.of(new L2Regularizer(1e-300)),
                Map.of("a", Double.NaN, "b", -0.0));
        assertThat(back(value, Steered.class)).isEqualTo(value);
    }

    @Test
    void whatIsNoValueIsNamed() {
        Regularizer made = (info, latent, mask, progress) -> new Regularizer.Penalty(0, latent);
        assertThatThrownBy(() ->
                        values.write(new Steered(1, 1, 1, 1, true, "", GrowthStart.ZERO, List.of(made), Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ComponentValuesTest")
                .hasMessageContaining("is no record, so that it cannot be written into a checkpoint");
    }
}
