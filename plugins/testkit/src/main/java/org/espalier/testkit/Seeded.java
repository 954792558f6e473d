package org.espalier.testkit;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays that are the same in every test: drawn from streams seeded by what they are for. */
final class Seeded {
    private Seeded() {}

    static INDArray weights(ParamInfo info) {
        return gaussian(info.id().toString(), info.shapeArray());
    }

    /** Returns standard normal values of a shape, the same ones for equal names. */
    static INDArray gaussian(String name, long... shape) {
        var random = random(name);
        return array(random::nextGaussian, shape);
    }

    static SplittableRandom random(String name) {
        return new SplittableRandom(name.hashCode());
    }

    private static INDArray array(DoubleSupplier next, long... shape) {
        long size = 1;
        for (long extent : shape) {
            size *= extent;
        }
        float[] values = new float[Math.toIntExact(size)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) next.getAsDouble();
        }
        return Flat.array(values, shape);
    }
}
