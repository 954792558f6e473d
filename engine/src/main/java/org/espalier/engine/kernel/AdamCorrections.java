package org.espalier.engine.kernel;

/** Bias corrections of Adam (Kingma and Ba 2015), by step, as a table; those of steps behind a table that would be too long are computed. */
public final class AdamCorrections {
    /** A power of beta below this is none that the correction, a float, can show. */
    private static final double NEGLIGIBLE = 3e-8;

    private static final int LONGEST = 1 << 18;

    private static volatile AdamCorrections last = of(0.9, 0.999);

    private final AdamStep betas;
    private final float[] meanCorrections;
    private final float[] rootCorrections;

    /** Whether corrections still change behind the table. */
    private final boolean cut;

    private volatile Late late;

    private AdamCorrections(AdamStep betas, float[] meanCorrections, float[] rootCorrections, boolean cut) {
        this.betas = betas;
        this.meanCorrections = meanCorrections;
        this.rootCorrections = rootCorrections;
        this.cut = cut;
        this.late = Late.of(betas, meanCorrections.length);
    }

    /** Returns those for a step; the ones that were used last are kept. */
    public static AdamCorrections of(AdamStep step) {
        AdamCorrections present = last;
        if (present.betas.beta1() != step.beta1() || present.betas.beta2() != step.beta2()) {
            present = of(step.beta1(), step.beta2());
            last = present;
        }
        return present;
    }

    private static AdamCorrections of(double beta1, double beta2) {
        var betas = new AdamStep(1, beta1, beta2, 1, 1, 1);
        double slowest = StrictMath.log(Math.max(beta1, beta2));
        double needed = Math.ceil(StrictMath.log(NEGLIGIBLE) / slowest) + 2;
        int count = (int) Math.min(LONGEST, needed);
        float[] meanCorrections = new float[count];
        float[] rootCorrections = new float[count];
        for (int t = 1; t < count; t++) {
            meanCorrections[t] = (float) betas.meanCorrection(t);
            rootCorrections[t] = (float) betas.rootCorrection(t);
        }
        return new AdamCorrections(betas, meanCorrections, rootCorrections, needed > LONGEST);
    }

    /** Returns what the mean gradient is multiplied by at a step, from 1. */
    public float mean(float step) {
        return isLate(step) ? late(step).meanCorrection : meanCorrections[at(step)];
    }

    /** Returns what the root of the mean squared gradient is multiplied by at a step, from 1. */
    public float root(float step) {
        return isLate(step) ? late(step).rootCorrection : rootCorrections[at(step)];
    }

    private boolean isLate(float step) {
        return cut && step >= meanCorrections.length;
    }

    private int at(float step) {
        return (int) Math.min(step, meanCorrections.length - 1f);
    }

    /** Keeps what was computed last: most elements have made equally many steps. */
    private Late late(float step) {
        Late present = late;
        if (present.step != step) {
            present = Late.of(betas, step);
            late = present;
        }
        return present;
    }

    /** Corrections of one step behind the table. */
    private record Late(float step, float meanCorrection, float rootCorrection) {
        static Late of(AdamStep betas, float step) {
            return new Late(step, (float) betas.meanCorrection(step), (float) betas.rootCorrection(step));
        }
    }
}
