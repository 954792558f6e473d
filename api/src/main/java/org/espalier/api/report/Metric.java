package org.espalier.api.report;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

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
        /** Sees a batch and the network's output {@code [batch, classes]} for it. */
        default void seen(INDArray output, Batch batch) {}

        /** Returns the result, once every batch was seen. */
        double value();
    }
}
