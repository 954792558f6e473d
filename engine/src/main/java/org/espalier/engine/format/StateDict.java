package org.espalier.engine.format;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.engine.text.Shown;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arrays of a file that holds no graph, named as PyTorch names them: module, dot, role. Modules become layers of the same
 * name. Roles become Espalier's: a {@code weight} of one axis belongs to a normalization and is its {@code scale}, the
 * {@code bias} beside it is its {@code shift}; {@code running_mean} and {@code running_var} are {@code mean} and
 * {@code variance}. Counts of batches, {@code num_batches_tracked}, are left out.
 */
final class StateDict {
    private static final String BATCHES = "num_batches_tracked";
    private static final String WEIGHT = "weight";
    private static final String BIAS = "bias";
    private static final Map<String, String> STATISTICS = Map.of("running_mean", "mean", "running_var", "variance");

    private StateDict() {}

    /**
     * Returns the arrays as a model without a graph.
     *
     * @param wanted the arrays to read, under the names that they get; others are left in the file
     * @throws DataException when an array is no array of floats that has a layer and a role
     */
    static ModelImage image(SafetensorsFile file, Predicate<ParamId> wanted) throws IOException {
        var tensors = new LinkedHashMap<ParamId, INDArray>();
        for (String name : file.arrays().keySet()) {
            int dot = name.lastIndexOf('.');
            String layer = name.substring(0, Math.max(dot, 0));
            String role = name.substring(dot + 1);
            if (layer.isBlank() || role.isBlank()) {
                throw nameless(file, name);
            }
            if (role.equals(BATCHES)) {
                continue;
            }
            ParamId id = ParamId.of(layer, role(file, layer, role));
            if (wanted.test(id) && tensors.put(id, file.floats(name)) != null) {
                throw new DataException(file.path() + ": holds two arrays that are both '" + Shown.cut(id.toString())
                        + "' by PyTorch's names, one of them '" + Shown.cut(name) + "'");
            }
        }
        return new ModelImage(List.of(), List.of(), new Tensors(tensors), MaskSet.none(), Map.of());
    }

    private static DataException nameless(SafetensorsFile file, String name) {
        return new DataException(file.path() + ": holds '" + Shown.cut(name)
                + "', but without a graph in the file names must be a layer's and a role, such as conv1.weight");
    }

    private static String role(SafetensorsFile file, String layer, String role) {
        String weight = layer + "." + WEIGHT;
        SafetensorsArray beside = file.arrays().get(weight);
        boolean normalization = beside != null && beside.shape().size() == 1;
        if (normalization && role.equals(WEIGHT)) {
            return "scale";
        }
        if (normalization && role.equals(BIAS)) {
            return "shift";
        }
        return STATISTICS.getOrDefault(role, role);
    }
}
