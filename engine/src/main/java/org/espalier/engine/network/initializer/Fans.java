package org.espalier.engine.network.initializer;

import java.util.random.RandomGenerator;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamInfo;

/** What the variance of first weights is made of: how many inputs an output sees, and how many outputs an input reaches. */
final class Fans {
    private Fans() {}

    /** Returns the number of weights that one output adds up. */
    static double in(ParamInfo info) {
        return info.rowSize();
    }

    /** Returns the number of weights that one input channel's element is multiplied with, striding left aside. */
    static double out(ParamInfo info) {
        return (double) info.along(Axis.OUT) * info.along(Axis.HEIGHT) * info.along(Axis.WIDTH);
    }

    /** Draws from the uniform distribution on {@code [−bound, bound)}. */
    static float[] uniform(ParamInfo info, RandomGenerator random, double bound) {
        float[] values = new float[Math.toIntExact(info.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }

    /** Draws from the normal distribution of mean 0. */
    static float[] normal(ParamInfo info, RandomGenerator random, double deviation) {
        float[] values = new float[Math.toIntExact(info.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }
}
