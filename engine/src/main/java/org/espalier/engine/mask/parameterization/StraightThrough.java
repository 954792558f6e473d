package org.espalier.engine.mask.parameterization;

import org.espalier.api.mask.Elementwise;

/**
 * Masked weights are zero as the network runs, and go on being trained behind their masks by the gradient at that zero:
 * they may come back as good as any. Dynamic network surgery (Guo et al. 2016) needs it. Weight decay pulls at masked weights too, as
 * at all others, which is also so in the authors' code.
 */
public record StraightThrough() implements Elementwise {
    @Override
    public float forward(float dense, float row, boolean on) {
        return on ? dense : 0;
    }

    @Override
    public float backward(float dense, float row, boolean on, float gradient) {
        return gradient;
    }
}
