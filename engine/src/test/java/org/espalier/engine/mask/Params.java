package org.espalier.engine.mask;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Parameters and scores for tests. */
public final class Params {
    private Params() {}

    /** Returns the prunable weight of a layer, dense or convolution by the number of extents. */
    public static ParamInfo weight(String layer, long... shape) {
        List<Axis> axes = List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH).subList(0, shape.length);
        return new ParamInfo(
                ParamId.of(layer, "weight"), Arrays.stream(shape).boxed().toList(), axes, true);
    }

    /** Returns the parameter's array with these elements. */
    public static INDArray floats(ParamInfo info, float... values) {
        return Nd4j.createFromArray(values).reshape('c', info.shapeArray());
    }

    /** Returns one array for each parameter, cut from one row of numbers. */
    public static Tensors cut(List<ParamInfo> infos, float[] values) {
        Map<ParamId, INDArray> arrays = new LinkedHashMap<>();
        int at = 0;
        for (ParamInfo info : infos) {
            int size = (int) info.size();
            arrays.put(info.id(), floats(info, Arrays.copyOfRange(values, at, at + size)));
            at += size;
        }
        return new Tensors(arrays);
    }
}
