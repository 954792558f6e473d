package org.espalier.engine.kernel;

/** What Adam's means are multiplied by, step by step, up to where it no longer matters to a float. */
final class AdamCorrections {
    private static final double NEAR = 3e-8;
    private static final int MOST = 1 << 18;

    private static volatile AdamCorrections last = of(0.9, 0.999);

    private final double beta1;
    private final double beta2;
    private final float[] means;
    private final float[] roots;

    private AdamCorrections(double beta1, double beta2, float[] means, float[] roots) {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.means = means;
        this.roots = roots;
    }

    /** Returns those for a step; the ones that were used last are kept. */
    static AdamCorrections of(AdamStep step) {
        AdamCorrections present = last;
        if (present.beta1 != step.beta1() || present.beta2 != step.beta2()) {
            present = of(step.beta1(), step.beta2());
            last = present;
        }
        return present;
    }

    private static AdamCorrections of(double beta1, double beta2) {
        var step = new AdamStep(1, beta1, beta2, 1, 1, 1);
        double slowest = StrictMath.log(Math.max(beta1, beta2));
        int count = (int) Math.min(MOST, Math.ceil(StrictMath.log(NEAR) / slowest) + 2);
        float[] means = new float[count];
        float[] roots = new float[count];
        for (int t = 1; t < count; t++) {
            means[t] = (float) step.meanCorrection(t);
            roots[t] = (float) step.rootCorrection(t);
        }
        return new AdamCorrections(beta1, beta2, means, roots);
    }

    /** Returns what the mean gradient is multiplied by at a step, from 1. */
    float mean(float step) {
        return means[at(step)];
    }

    /** Returns what the root of the mean squared gradient is multiplied by at a step, from 1. */
    float root(float step) {
        return roots[at(step)];
    }

    private int at(float step) {
        return (int) Math.min(step, means.length - 1f);
    }
}
