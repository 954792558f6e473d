package org.espalier.engine.run;

/** How long a training is, counted in steps of its optimizer. */
public final class TrainingLength {
    private TrainingLength() {}

    /** Returns into how many batches an epoch is cut; the last may be smaller. */
    public static int batchesPerEpoch(int examples, int batchSize) {
        return (int) ((examples + batchSize - 1L) / batchSize);
    }

    /** Returns the steps of an epoch, each of which takes as many batches as are accumulated; the last what is left. */
    public static long stepsPerEpoch(int batches, int accumulate) {
        return (batches + (accumulate - 1L)) / accumulate;
    }

    /** Returns the steps of the whole training. */
    public static long steps(double epochs, long stepsPerEpoch) {
        return Math.round(epochs * stepsPerEpoch);
    }
}
