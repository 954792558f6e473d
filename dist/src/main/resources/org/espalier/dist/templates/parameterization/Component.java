package {{package}};

import org.espalier.api.mask.Elementwise;
import org.espalier.api.plugin.Knob;

/**
 * Keeps weights between minus a limit and the limit: a weight is {@code limit · tanh(v / limit)} of the number v that is
 * trained. Masked weights are zero and get no gradient.
 */
public record {{Class}}(@Knob(value = "the limit, above 0", otherwise = "1") double limit) implements Elementwise {
    public {{Class}} {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("the limit must be above 0 but was " + limit);
        }
    }

    @Override
    public float forward(float dense, float extra, boolean on) {
        return on ? (float) (limit * Math.tanh(dense / limit)) : 0;
    }

    /** The derivative of tanh is 1 − tanh². */
    @Override
    public float backward(float dense, float extra, boolean on, float gradient) {
        double tanh = Math.tanh(dense / limit);
        return on ? (float) (gradient * (1 - tanh * tanh)) : 0;
    }
}
