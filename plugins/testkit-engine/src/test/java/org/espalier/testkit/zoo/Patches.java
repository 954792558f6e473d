package org.espalier.testkit.zoo;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerView;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rows of numbers that layers read and write. */
final class Patches {
    private Patches() {}

    /** Returns what meets one row of a layer's weights: one row for each sample and position. */
    static double[][] rows(LayerView layer, INDArray input) {
        if (!(layer.spec() instanceof Convolution conv)) {
            return input.toDoubleMatrix();
        }
        if (conv.groups() != 1) {
            throw new IllegalArgumentException("layer '" + layer.id() + "' has groups");
        }
        int high = Math.toIntExact(layer.outputShape().get(1));
        int wide = Math.toIntExact(layer.outputShape().get(2));
        var rows = new ArrayList<double[]>();
        for (int sample = 0; sample < input.size(0); sample++) {
            for (int y = 0; y < high; y++) {
                for (int x = 0; x < wide; x++) {
                    rows.add(patch(
                            conv,
                            input,
                            sample,
                            y * conv.stride().height(),
                            x * conv.stride().width()));
                }
            }
        }
        return rows.toArray(double[][]::new);
    }

    private static double[] patch(Convolution conv, INDArray input, int sample, long top, long left) {
        double[] patch = new double
                [Math.toIntExact(
                        conv.in() * conv.kernel().height() * conv.kernel().width())];
        int at = 0;
        for (int channel = 0; channel < conv.in(); channel++) {
            for (int y = 0; y < conv.kernel().height(); y++) {
                for (int x = 0; x < conv.kernel().width(); x++) {
                    long row =
                            top + y * conv.dilation().height() - conv.padding().height();
                    long column =
                            left + x * conv.dilation().width() - conv.padding().width();
                    boolean inside = row >= 0 && row < input.size(2) && column >= 0 && column < input.size(3);
                    patch[at++] = inside ? input.getDouble(sample, channel, row, column) : 0;
                }
            }
        }
        return patch;
    }

    /** Returns one row of channels for each sample and position. */
    static List<double[]> channels(INDArray output) {
        int samples = (int) output.size(0);
        int channels = (int) output.size(1);
        double[] values = Flat.doubles(output);
        int positions = values.length / samples / channels;
        var rows = new ArrayList<double[]>();
        for (int sample = 0; sample < samples; sample++) {
            for (int position = 0; position < positions; position++) {
                double[] row = new double[channels];
                for (int channel = 0; channel < channels; channel++) {
                    row[channel] = values[(sample * channels + channel) * positions + position];
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
