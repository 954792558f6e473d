package org.espalier.engine.data;

import java.util.List;
import org.espalier.api.data.DataSet.Normalisation;

/** Applies a {@link Normalisation} to examples of one shape, in single precision. */
final class Normaliser {
    private final float[] mean;
    private final float[] deviation;
    private final int channel;
    private final boolean identity;

    /**
     * Spreads a normalisation over the channels.
     *
     * @throws IllegalArgumentException when it has neither one number nor one a channel
     */
    Normaliser(Normalisation normalisation, List<Long> shape) {
        int channels = Shapes.channels(shape);
        int given = normalisation.mean().size();
        if (given != 1 && given != channels) {
            throw new IllegalArgumentException(
                    "the normalisation has " + given + " channels, but an example of the shape " + shape + " has "
                            + channels + "; give one mean and deviation for each, or one for all");
        }
        mean = new float[channels];
        deviation = new float[channels];
        for (int i = 0; i < channels; i++) {
            mean[i] = normalisation.mean().get(given == 1 ? 0 : i).floatValue();
            deviation[i] = normalisation.deviation().get(given == 1 ? 0 : i).floatValue();
        }
        channel = Shapes.length(shape) / channels;
        identity = normalisation.equals(Normalisation.NONE);
    }

    /** Normalises one example in place. */
    void apply(float[] example) {
        if (identity) {
            return;
        }
        int i = 0;
        for (int c = 0; c < mean.length; c++) {
            float shift = mean[c];
            float scale = deviation[c];
            for (int end = i + channel; i < end; i++) {
                example[i] = (example[i] - shift) / scale;
            }
        }
    }

    /** Returns what each byte value becomes in each channel: the same bits as reading and then normalising. */
    float[][] tables() {
        float[][] tables = new float[mean.length][ByteExamples.LEVELS];
        for (int c = 0; c < mean.length; c++) {
            for (int level = 0; level < ByteExamples.LEVELS; level++) {
                float value = ByteExamples.unit(level);
                tables[c][level] = identity ? value : (value - mean[c]) / deviation[c];
            }
        }
        return tables;
    }
}
