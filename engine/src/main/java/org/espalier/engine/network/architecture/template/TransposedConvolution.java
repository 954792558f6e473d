package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.LinkedHashMap;
import java.util.List;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** A two-dimensional transposed convolution, which makes planes larger where a convolution makes them smaller. */
public record TransposedConvolution(
        @Knob("filters") @Positive long filters,

        @Knob("rows and columns of the kernel") @Positive long kernel,

        @Knob(value = "rows and columns of the output for each of the input", otherwise = "1") @Positive
        long stride,

        @Knob(value = "rows and columns cut from the output, on each side", otherwise = "0") @PositiveOrZero
        long padding,

        @Knob(value = "rows and columns added at the output's end; below the stride", otherwise = "0") @PositiveOrZero
        long outputPadding,

        @Knob(value = "distance of neighbouring kernel elements", otherwise = "1") @Positive
        long dilation,

        @Knob(value = "independent blocks that channels are split into", otherwise = "1") @Positive
        long groups,

        @Knob(value = "whether a bias is added", otherwise = "true")
        boolean bias)
        implements LayerTemplate {
    @Override
    public String stem() {
        return "deconv";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put("channels", filters);
        attributes.put("kernel_shape", List.of(kernel, kernel));
        attributes.put("strides", List.of(stride, stride));
        attributes.put("pads", List.of(padding, padding, padding, padding));
        attributes.put("output_padding", List.of(outputPadding, outputPadding));
        attributes.put("dilations", List.of(dilation, dilation));
        attributes.put("group", groups);
        attributes.put("bias", bias ? 1L : 0L);
        return new LayerSpec.Other("ConvTranspose", attributes);
    }
}
