package org.espalier.api.format;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import org.apiguardian.api.API;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes a model to a file from which it can be read back without any other source of truth. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface ModelFormat {
    /** Returns the file's usual ending, without the dot. */
    String extension();

    /** Writes the model; {@code file} is new, and moved into place by the engine once it is whole. */
    void write(ModelImage model, Path file) throws IOException;

    /**
     * Reads a model.
     *
     * @throws IOException when the file cannot be read
     * @throws org.espalier.api.data.DataException when it is not such a file, is truncated or was altered
     */
    ModelImage read(Path file) throws IOException;

    /**
     * Reads those arrays of a model that are wanted. Formats that need not read a file whole override this.
     *
     * @param wanted asked once for each parameter and state tensor of the file
     * @throws IOException when the file cannot be read
     * @throws org.espalier.api.data.DataException when it is not such a file, is truncated or was altered
     */
    default ModelImage read(Path file, Predicate<ParamId> wanted) throws IOException {
        ModelImage whole = read(file);
        var tensors = new LinkedHashMap<ParamId, INDArray>();
        var masks = new LinkedHashMap<ParamId, Mask>();
        whole.tensors().byId().forEach((id, values) -> {
            if (wanted.test(id)) {
                tensors.put(id, values);
                Mask mask = whole.masks().byId().get(id);
                if (mask != null) {
                    masks.put(id, mask);
                }
            }
        });
        return new ModelImage(
                whole.layers(), whole.inputShape(), new Tensors(tensors), new MaskSet(masks), whole.notes());
    }
}
