package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.plugin.Knob;

/** A two-dimensional convolution. */
public record Convolution(
        @Knob("filters") @Positive long filters,

        @Knob("rows and columns of the kernel") @Positive long kernel,

        @Knob(value = "steps along rows and columns", otherwise = "1") @Positive
        long stride,

        @Knob(value = "zeros around the input, on each side", otherwise = "0") @PositiveOrZero
        long padding,

        @Knob(value = "distance of neighbouring kernel elements", otherwise = "1") @Positive
        long dilation,

        @Knob(value = "independent blocks that channels are split into", otherwise = "1") @Positive
        long groups,

        @Knob(value = "whether a bias is added", otherwise = "true")
        boolean bias)
        implements LayerTemplate {
    /** With stride 1, a bias, and neither padding, dilation nor groups. */
    public Convolution(long filters, long kernel) {
        this(filters, kernel, 1, 0, 1, 1, true);
    }

    /** Padded so that it keeps height and width at stride 1: for odd kernels. */
    public static Convolution same(long filters, long kernel, long stride, boolean bias) {
        return new Convolution(filters, kernel, stride, kernel / 2, 1, 1, bias);
    }

    @Override
    public String stem() {
        return "conv";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        if (inputShape.size() != 3) {
            throw new IllegalArgumentException("a convolution needs [channels, height, width] but reads " + inputShape);
        }
        return new LayerSpec.Convolution(
                inputShape.get(0),
                filters,
                Pair.of(kernel),
                Pair.of(stride),
                Pair.of(padding),
                Pair.of(dilation),
                groups,
                bias);
    }
}
