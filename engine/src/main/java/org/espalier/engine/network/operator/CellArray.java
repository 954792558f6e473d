package org.espalier.engine.network.operator;

import java.util.List;
import org.espalier.api.model.Axis;
import org.espalier.api.model.FactoredMatrix;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.network.layer.LayerContext;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One of the arrays that a recurrent cell reads: a parameter of the layer, or the product of two.
 *
 * @param whole its name and shape
 * @param params the parameter, which is the array itself, or the left and the right factor
 * @param first where its parameters begin among the layer's
 * @param gradient where the gradient at it is kept while it is not wanted itself
 * @param product where the product is kept; -1 for a parameter
 */
record CellArray(ParamInfo whole, List<ParamInfo> params, int first, int gradient, int product) {
    CellArray {
        params = List.copyOf(params);
    }

    /** A parameter. */
    static CellArray whole(ParamInfo info, int first, int gradient) {
        return new CellArray(info, List.of(info), first, gradient, -1);
    }

    /** The product of a left factor {@code [rows, rank]} and a right one {@code [rank, columns]}. */
    static CellArray factored(ParamInfo info, long rank, int first, int gradient, int product) {
        LayerId layer = info.id().layer();
        String name = info.id().name();
        return new CellArray(
                info,
                List.of(
                        matrix(layer, name + FactoredMatrix.LEFT, info.shape().get(0), rank),
                        matrix(
                                layer,
                                name + FactoredMatrix.RIGHT,
                                rank,
                                info.shape().get(1))),
                first,
                gradient,
                product);
    }

    private static ParamInfo matrix(LayerId layer, String name, long rows, long columns) {
        return new ParamInfo(new ParamId(layer, name), List.of(rows, columns), List.of(Axis.OUT, Axis.IN), true);
    }

    /** Returns whether it is a product. */
    boolean isFactored() {
        return product >= 0;
    }

    /** Multiplies factors, if it has any. */
    void multiply(LayerContext pass) {
        if (isFactored()) {
            pass.kernel().multiply(pass.weight(first), false, pass.weight(first + 1), false, pass.kept(product), false);
        }
    }

    /** Returns the array itself; that of a product is as it was last multiplied. */
    INDArray values(LayerContext pass) {
        return isFactored() ? pass.kept(product) : pass.weight(first);
    }

    /** Returns where the gradient at the array goes. */
    INDArray valuesGradient(LayerContext pass) {
        return isFactored() || !pass.wantsWeightGradient() ? pass.kept(gradient) : pass.weightGradient(first);
    }

    /** Pulls the gradient at a product back to its factors: {@code dL = dW Rᵀ} and {@code dR = Lᵀ dW}. */
    void pullBack(LayerContext pass) {
        if (!isFactored()) {
            return;
        }
        INDArray atProduct = pass.kept(gradient);
        pass.kernel().multiply(atProduct, false, pass.weight(first + 1), true, pass.weightGradient(first), false);
        pass.kernel().multiply(pass.weight(first), true, atProduct, false, pass.weightGradient(first + 1), false);
    }
}
