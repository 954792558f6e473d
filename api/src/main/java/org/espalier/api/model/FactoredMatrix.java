package org.espalier.api.model;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * A matrix of a layer that is the product of two of the layer's parameters, {@code W = left · right}. The factors are trained,
 * masked and kept; the layer multiplies them whenever it runs, and computes with the product.
 *
 * @param name the matrix's name in its layer, such as {@code weight.input}; its factors are called {@code <name>.left} and
 *     {@code <name>.right}
 * @param left {@code [rows, rank]}
 * @param right {@code [rank, columns]}
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record FactoredMatrix(String name, ParamInfo left, ParamInfo right) {
    /** What a left factor's name has behind the matrix's. */
    public static final String LEFT = ".left";

    /** What a right factor's name has behind the matrix's. */
    public static final String RIGHT = ".right";

    public FactoredMatrix {
        requireNonNull(name, "name is null");
        requireNonNull(left, "left is null");
        requireNonNull(right, "right is null");
        if (left.shape().size() != 2
                || right.shape().size() != 2
                || !left.shape().get(1).equals(right.shape().get(0))) {
            throw new IllegalArgumentException(
                    "the factors of '" + name + "' must be of shapes [rows, rank] and [rank, columns]" + " but are "
                            + left.shape() + " and " + right.shape());
        }
    }

    /** Returns the rows of the product. */
    public long rows() {
        return left.shape().get(0);
    }

    /** Returns the columns of the left factor and rows of the right one. */
    public long rank() {
        return left.shape().get(1);
    }

    /** Returns the columns of the product. */
    public long columns() {
        return right.shape().get(1);
    }
}
