package org.espalier.engine.kernel.reference;

import java.util.Arrays;
import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.Mask;
import org.espalier.engine.kernel.LatentKernel;
import org.espalier.engine.kernel.memory.Values;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The definition, by the methods on single numbers. */
final class ReferenceLatents implements LatentKernel {
    @Override
    public void forward(
            Elementwise map,
            INDArray dense,
            @Nullable INDArray extra,
            @Nullable Mask mask,
            INDArray weight,
            int[] alive) {
        double[] weights = Values.read(dense);
        double[] extras = extras(extra);
        Arrays.fill(alive, 0);
        for (int i = 0; i < weights.length; i++) {
            float w = (float) weights[i];
            float own = at(extras, i, weights.length);
            boolean on = mask == null || mask.get(i);
            alive[i / (weights.length / alive.length)] += map.alive(w, own, on) ? 1 : 0;
            weights[i] = map.forward(w, own, on);
        }
        Values.write(weights, weight);
    }

    @Override
    public Mask alive(Elementwise map, INDArray dense, @Nullable INDArray extra) {
        double[] weights = Values.read(dense);
        double[] extras = extras(extra);
        var shape = Arrays.stream(dense.shape()).boxed().toList();
        return Mask.of(shape, i -> map.alive((float) weights[(int) i], at(extras, (int) i, weights.length), true));
    }

    @Override
    public void backward(
            Elementwise map,
            INDArray dense,
            @Nullable INDArray extra,
            @Nullable Mask mask,
            INDArray gradient,
            @Nullable INDArray extraGradient) {
        double[] weights = Values.read(dense);
        double[] gradients = Values.read(gradient);
        double[] extras = extras(extra);
        double[] atExtra = new double[extras.length];
        for (int i = 0; i < weights.length; i++) {
            float w = (float) weights[i];
            float own = at(extras, i, weights.length);
            float g = (float) gradients[i];
            boolean on = mask == null || mask.get(i);
            gradients[i] = map.backward(w, own, on, g);
            atExtra[i / (weights.length / extras.length)] += map.backwardExtra(w, own, on, g);
        }
        Values.write(gradients, gradient);
        if (extraGradient != null) {
            Values.write(atExtra, extraGradient);
        }
    }

    private static double[] extras(@Nullable INDArray extra) {
        return extra == null ? new double[1] : Values.read(extra);
    }

    private static float at(double[] extras, int index, int size) {
        return (float) extras[index / (size / extras.length)];
    }
}
