package org.espalier.plugins.dst;

import java.util.List;
import org.espalier.api.model.ParamInfo;

/** Which weights share a threshold (Liu et al. 2020, section 3.2). */
public enum Extent {
    /** Those of an output row: a neuron, a filter, a hidden unit of one gate's matrix. The paper's threshold vector. */
    OUTPUT,
    /** All of a matrix: a dense or convolution layer's, or one gate's. The paper's threshold scalar. */
    MATRIX,
    /** None: each has its own. The paper's threshold matrix. */
    WEIGHT;

    /** Returns the shape of the thresholds of a parameter. */
    long[] shape(ParamInfo info) {
        List<Long> shape =
                switch (this) {
                    case OUTPUT -> info.shape().subList(0, 1);
                    case MATRIX -> List.of(1L);
                    case WEIGHT -> info.shape();
                };
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
