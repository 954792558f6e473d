package org.espalier.engine.network.initializer;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;

/** The same value everywhere: for tests, and for layers whose symmetry something else breaks. */
public record Constant(@Knob("the value of every weight") double value) implements Initializer {
    @Override
    public float[] draw(LayerView layer, ParamInfo info, RandomGenerator random) {
        float[] values = new float[Math.toIntExact(info.size())];
        Arrays.fill(values, (float) value);
        return values;
    }
}
