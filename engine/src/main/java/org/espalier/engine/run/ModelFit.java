package org.espalier.engine.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.text.Suggestions;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Holds a model that was read against the network that is to take it over. */
final class ModelFit {
    private ModelFit() {}

    /**
     * Reads a file that holds every parameter and state tensor of the network, and nothing else.
     *
     * @throws DataException when it cannot be read, or does not fit
     */
    static ModelImage read(ModelFormat format, Path file, LiveNetwork live) {
        ModelImage image;
        try {
            image = format.read(file);
        } catch (IOException e) {
            throw new DataException("cannot read '" + file + "': " + RunDirectory.reason(e), e);
        }
        require(file, live, image);
        return image;
    }

    /**
     * Requires that a file holds every parameter and state tensor of the network, in its shape, and nothing else.
     *
     * @throws DataException with everything that does not fit, and the nearest names of what does
     */
    static void require(Path file, LiveNetwork live, ModelImage image) {
        Map<ParamId, INDArray> wanted = live.running().byId();
        Map<ParamId, INDArray> held = image.tensors().byId();
        List<String> spare = held.keySet().stream()
                .filter(id -> !wanted.containsKey(id))
                .map(ParamId::toString)
                .toList();
        var problems = new ArrayList<String>();
        wanted.forEach((id, values) -> {
            INDArray found = held.get(id);
            if (found == null) {
                problems.add("has no '" + id + "' " + Arrays.toString(values.shape()) + nearest(id, spare));
            } else if (!Arrays.equals(found.shape(), values.shape())) {
                problems.add("has '" + id + "' in shape " + Arrays.toString(found.shape()) + " where the network has "
                        + Arrays.toString(values.shape()));
            }
        });
        List<String> missing = wanted.keySet().stream()
                .filter(id -> !held.containsKey(id))
                .map(ParamId::toString)
                .toList();
        held.forEach((id, values) -> {
            if (!wanted.containsKey(id)) {
                problems.add("has '" + id + "' " + Arrays.toString(values.shape()) + ", which the network has not"
                        + nearest(id, missing));
            }
        });
        if (!problems.isEmpty()) {
            throw new DataException("'" + file + "' does not fit the network of 'model': it "
                    + String.join("; it ", problems) + ". If only names differ, map them with 'names'");
        }
    }

    private static String nearest(ParamId id, Collection<String> names) {
        List<String> nearest = Suggestions.nearest(id.toString(), names);
        return nearest.isEmpty()
                ? ""
                : " (nearest: " + String.join(", ", nearest.subList(0, Math.min(3, nearest.size()))) + ")";
    }

    /** Returns the masks of an image; where it has none, every weight is alive. */
    static MaskSet masks(LiveNetwork live, ModelImage image) {
        var masks = new LinkedHashMap<ParamId, Mask>();
        for (ParamInfo param : live.prunable()) {
            Mask own = image.masks().byId().get(param.id());
            masks.put(param.id(), own == null ? Mask.ones(param.shape()) : own);
        }
        return new MaskSet(masks);
    }
}
