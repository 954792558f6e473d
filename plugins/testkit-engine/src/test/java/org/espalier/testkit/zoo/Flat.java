package org.espalier.testkit.zoo;

import java.util.ArrayList;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays as plain numbers in c order, and back. */
final class Flat {
    private Flat() {}

    static float[] values(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    static double[] doubles(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    static INDArray array(float[] values, long... shape) {
        return Nd4j.createFromArray(values).reshape('c', shape);
    }

    static INDArray array(double[] values, long... shape) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return array(narrow, shape);
    }

    /** Returns the weights that the network runs with. */
    static Tensors effective(NetworkView network) {
        return Tensors.of(network.prunable(), info -> network.effective(info.id()));
    }

    /** Returns the mask of the {@code count} living elements with the highest scores; equal scores by lower index. */
    static Mask best(ParamInfo info, float[] scores, long count, Mask eligible) {
        var order = new ArrayList<Integer>();
        eligible.forEachAlive(i -> order.add((int) i));
        order.sort((a, b) -> Float.compare(scores[b], scores[a]));
        boolean[] kept = new boolean[scores.length];
        order.stream().limit(count).forEach(i -> kept[i] = true);
        return Mask.of(info.shape(), i -> kept[(int) i]);
    }
}
