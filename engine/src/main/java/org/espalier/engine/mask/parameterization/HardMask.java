package org.espalier.engine.mask.parameterization;

import org.espalier.api.mask.Elementwise;

/**
 * Masked weights are zero and keep the values that they have behind their masks; gradients reach the weights that run, or those
 * that the last revision said ({@link org.espalier.api.mask.Revision#backward}).
 */
public record HardMask() implements Elementwise {
    @Override
    public boolean holds() {
        return true;
    }

    @Override
    public float forward(float dense, float row, boolean on) {
        return on ? dense : 0;
    }

    @Override
    public float backward(float dense, float row, boolean on, float gradient) {
        return on ? gradient : 0;
    }
}
