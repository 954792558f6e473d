package org.espalier.api.report;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.NetworkView;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Measures a network: its accuracy, its loss, its size. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Metric {
    /** Returns what it is called in reports, with its unit where it has one. */
    String name();

    /** Returns whether the higher of two numbers is the better one: so for accuracy, not for a loss or a size. */
    boolean higherIsBetter();

    /** Starts a measurement; the gauge sees every batch once. */
    Gauge start(Subject subject);

    /** What is measured. */
    interface Subject {
        /** Returns the network. */
        NetworkView network();

        /** Returns the masks in force. */
        MaskSet masks();

        /** Returns the counts of the engine's ledger. */
        Ledger ledger();
    }

    /** One measurement in progress. */
    interface Gauge {
        /**
         * Sees a batch and the network's output for it: {@code [batch, classes]}, or for sequences with a label at each
         * step {@code [batch, time, classes]} or {@code [batch·time, classes]}.
         */
        default void seen(INDArray output, Batch batch) {}

        /** Returns the result, once every batch was seen. */
        double value();

        /** Returns what was taken for what, once every batch was seen; for metrics that count it. */
        default List<Confused> confusion() {
            return List.of();
        }
    }

    /**
     * How often one class was taken for another, or for itself.
     *
     * @param actual the class of the label
     * @param predicted the class of the largest output
     * @param count how often, above 0
     */
    record Confused(int actual, int predicted, long count) {}
}
