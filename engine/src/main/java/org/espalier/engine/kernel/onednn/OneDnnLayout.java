package org.espalier.engine.kernel.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.espalier.engine.kernel.memory.Layout;
import org.espalier.engine.kernel.memory.Storage;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.onednn.OneDnnOperation.Argument;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** A layout of oneDNN's. There is one object for each, so that equal layouts are the same object. */
final class OneDnnLayout implements Layout {
    private static final List<OneDnnLayout> KNOWN = new ArrayList<>();

    /** Where what is reshaped lies in plain order, on its way from one layout into another. */
    private static final Storage BETWEEN = new Storage(DataType.FLOAT);

    private final memory.desc description;
    private final memory.desc plain;
    private final long elements;
    private final Map<Object, OneDnnOperation> unpackings = new HashMap<>();
    private @Nullable OneDnnOperation packing;

    private OneDnnLayout(memory.desc description, memory.desc plain) {
        this.description = description;
        this.plain = plain;
        elements = description.get_size() / Float.BYTES;
    }

    /**
     * Returns the layout that is described, null if it is plain c order.
     *
     * @param shape the array's
     */
    static synchronized @Nullable OneDnnLayout of(memory.desc description, long... shape) {
        memory.desc plain = OneDnn.plain(shape);
        if (description.equals(plain)) {
            return null;
        }
        for (OneDnnLayout known : KNOWN) {
            if (known.description.equals(description)) {
                return known;
            }
        }
        OneDnnLayout made = new OneDnnLayout(new memory.desc(description), plain);
        KNOWN.add(made);
        return made;
    }

    /** Returns the description of a value's present layout. */
    static memory.desc describe(Value value) {
        return describe(value.layout(), value.shape());
    }

    /** Returns the description of a layout, null standing for plain c order. */
    static memory.desc describe(@Nullable Layout layout, long... shape) {
        return layout instanceof OneDnnLayout own ? own.description : OneDnn.plain(shape);
    }

    @Override
    public long elements() {
        return elements;
    }

    @Override
    public void unpack(long from, @Nullable Layout layout, long to) {
        if (layout instanceof OneDnnLayout own && !own.plain.equals(plain)) {
            // Layouts of different shapes have nothing but the plain order in common.
            synchronized (OneDnn.LOCK) {
                BETWEEN.require(plain.get_size() / Float.BYTES);
                unpack(from, null, BETWEEN.address());
                own.pack(BETWEEN.address(), to);
            }
            return;
        }
        Object target = layout == null ? "plain" : layout;
        unpackings
                .computeIfAbsent(
                        target, key -> copy(description, layout instanceof OneDnnLayout own ? own.description : plain))
                .run(from, to);
    }

    @Override
    public void pack(long from, long to) {
        OneDnnOperation present = packing;
        if (present == null) {
            present = copy(plain, description);
            packing = present;
        }
        present.run(from, to);
    }

    /** Returns the operation that copies from one layout into another. */
    static OneDnnOperation copy(memory.desc from, memory.desc to) {
        reorder.primitive_desc description =
                new reorder.primitive_desc(OneDnn.ENGINE, from, OneDnn.ENGINE, to, OneDnn.SHARED_SCRATCH, false);
        return new OneDnnOperation(
                description, new Argument(dnnl.DNNL_ARG_FROM, from), new Argument(dnnl.DNNL_ARG_TO, to));
    }
}
