package org.espalier.engine.mask;

import org.espalier.api.mask.Elementwise;

/** Masked weights are zero and receive no gradient: the weights that are trained are the weights that run. */
public record HardMask() implements Elementwise {
    @Override
    public float forward(float dense, float row, boolean on) {
        return on ? dense : 0;
    }

    @Override
    public float backward(float dense, float row, boolean on, float gradient) {
        return on ? gradient : 0;
    }
}
