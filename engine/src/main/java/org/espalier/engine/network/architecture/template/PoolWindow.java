package org.espalier.engine.network.architecture.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The window of a pooling, as ONNX describes it. */
final class PoolWindow {
    private PoolWindow() {}

    /** Returns attributes, to be added to; a stride of 0 is that of windows side by side. */
    static Map<String, Object> attributes(long size, long stride, long padding) {
        long step = stride == 0 ? size : stride;
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put("kernel_shape", List.of(size, size));
        attributes.put("strides", List.of(step, step));
        attributes.put("pads", List.of(padding, padding, padding, padding));
        return attributes;
    }
}
