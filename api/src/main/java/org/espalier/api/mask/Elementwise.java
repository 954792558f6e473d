package org.espalier.api.mask;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Map;
import org.apiguardian.api.API;
import org.espalier.api.model.ParamInfo;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A parameterization that treats each element by itself, with at most one trainable number an output row. The engine
 * runs it in one pass over its own buffers, without allocating; the array form follows from the scalar one.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Elementwise extends Parameterization {
    /** Returns the name of the trainable extra of shape {@code [out]}, or the empty string when there is none. */
    default String row() {
        return "";
    }

    /** Returns whether the element is alive. */
    default boolean alive(float dense, float row, boolean masked) {
        return masked;
    }

    /**
     * Returns the effective weight.
     *
     * @param dense the latent weight
     * @param row its output row's extra, 0 when there is none
     * @param on whether the mask in force has it alive
     */
    float forward(float dense, float row, boolean on);

    /** Returns the gradient at the latent weight, given the one at the effective weight. */
    float backward(float dense, float row, boolean on, float gradient);

    /** Returns this element's part of the gradient at its row's extra; 0 when there is none. */
    default float backwardRow(float dense, float row, boolean on, float gradient) {
        return 0;
    }

    @Override
    default Effective effective(ParamInfo info, Latent latent, Mask mask) {
        float[] weights = latent.dense().dup('c').data().asFloat();
        float[] rows = rows(info, latent);
        float[] result = new float[weights.length];
        int width = (int) info.rowSize();
        for (int i = 0; i < result.length; i++) {
            result[i] = forward(weights[i], rows[i / width], mask.get(i));
        }
        Mask on = Mask.of(info.shape(), i -> alive(weights[(int) i], rows[(int) i / width], mask.get(i)));
        return new Effective(Nd4j.createFromArray(result).reshape('c', info.shapeArray()), on);
    }

    @Override
    default Latent pullback(ParamInfo info, Latent latent, Mask mask, INDArray gradient) {
        float[] weights = latent.dense().dup('c').data().asFloat();
        float[] incoming = gradient.dup('c').data().asFloat();
        float[] rows = rows(info, latent);
        float[] atDense = new float[weights.length];
        float[] atRow = new float[rows.length];
        int width = (int) info.rowSize();
        for (int i = 0; i < atDense.length; i++) {
            float extra = rows[i / width];
            boolean on = mask.get(i);
            atDense[i] = backward(weights[i], extra, on, incoming[i]);
            atRow[i / width] += backwardRow(weights[i], extra, on, incoming[i]);
        }
        INDArray dense = Nd4j.createFromArray(atDense).reshape('c', info.shapeArray());
        return row().isEmpty()
                ? Latent.of(dense)
                : new Latent(dense, Map.of(row(), Nd4j.createFromArray(atRow)), Map.of());
    }

    private float[] rows(ParamInfo info, Latent latent) {
        if (row().isEmpty()) {
            return new float[Math.toIntExact(info.shape().get(0))];
        }
        return requireNonNull(latent.trainable().get(row()), "no extra '" + row() + "'")
                .dup('c')
                .data()
                .asFloat();
    }
}
