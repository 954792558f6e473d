package org.espalier.plugins.regrowth;

import org.espalier.api.mask.Elementwise;

/**
 * Runs with what the mask has alive, trains whatever the last revision said, and lets all other weights keep their values, so that
 * they may come back (Top-KAST: Jayakumar et al. 2020, section 2).
 */
public record Exploring() implements Elementwise {
    @Override
    public float forward(float dense, float row, boolean on) {
        return on ? dense : 0;
    }

    @Override
    public float backward(float dense, float row, boolean on, float gradient) {
        return on ? gradient : 0;
    }
}
