package org.espalier.engine.kernel.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc_handle;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.javacpp.Pointer;

/** One prepared operation of oneDNN. Where its arrays lie is said anew for each run, which costs next to nothing. */
final class OneDnnOperation {
    private final primitive operation;
    private final dnnl_primitive handle;
    private final List<memory> memories = new ArrayList<>();
    private final List<Address> addresses = new ArrayList<>();
    private final dnnl_exec_arg_t arguments;
    private final long scratch;
    private final int count;

    /** One array that an operation reads or writes. */
    record Argument(int kind, memory.desc layout) {}

    /** Prepares an operation whose arrays are given in this order to {@link #run}. */
    OneDnnOperation(primitive_desc_base description, Argument... wanted) {
        this(
                new primitive(((dnnl_primitive_desc_handle) description).get()),
                description.scratchpad_desc().get_size(),
                wanted);
    }

    /** Prepares an operation that works in no further memory. */
    OneDnnOperation(primitive operation, Argument... wanted) {
        this(operation, 0, wanted);
    }

    private OneDnnOperation(primitive operation, long scratch, Argument... wanted) {
        this.operation = operation;
        this.scratch = scratch;
        handle = operation.get();
        var kinds = new ArrayList<Integer>();
        for (Argument argument : wanted) {
            kinds.add(argument.kind);
            memories.add(new memory(argument.layout, OneDnn.ENGINE, new Pointer()));
            addresses.add(new Address());
        }
        if (scratch > 0) {
            kinds.add(dnnl.DNNL_ARG_SCRATCHPAD);
            memories.add(new memory(OneDnn.plain(scratch / Float.BYTES + 1), OneDnn.ENGINE, new Pointer()));
            addresses.add(new Address());
        }
        count = kinds.size();
        arguments = new dnnl_exec_arg_t(count);
        for (int i = 0; i < count; i++) {
            arguments.position(i).arg(kinds.get(i)).memory(memories.get(i).get());
        }
        arguments.position(0);
    }

    /** Runs it on arrays that lie at these addresses, in the order in which they were announced. */
    void run(long... at) {
        for (int i = 0; i < at.length; i++) {
            place(i, at[i]);
        }
        if (scratch > 0) {
            place(count - 1, OneDnn.scratch(scratch));
        }
        int problem = dnnl.dnnl_primitive_execute(handle, OneDnn.STREAM.get(), count, arguments);
        if (problem != 0) {
            throw new IllegalStateException("oneDNN could not run " + operation + ": status " + problem);
        }
    }

    private void place(int index, long address) {
        Address known = addresses.get(index);
        if (known.address() != address) {
            known.set(address);
            memories.get(index).set_data_handle(known);
        }
    }

    /** A pointer to wherever it is told. */
    private static final class Address extends Pointer {
        void set(long next) {
            this.address = next;
        }
    }
}
