package org.espalier.engine.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.file.Reasons;
import org.espalier.engine.text.Shown;
import org.espalier.engine.text.Suggestions;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Holds a model that was read against the network that is to take it over. */
final class ModelFit {
    private static final int MOST_NEAREST = 10;

    private ModelFit() {}

    /**
     * Reads a file that holds every parameter and state tensor of the network that is wanted, and nothing else that is.
     *
     * @throws DataException when it cannot be read, or does not fit
     */
    static ModelImage read(ModelFormat format, Path file, LiveNetwork live, Predicate<ParamId> wanted) {
        ModelImage image;
        try {
            image = format.read(file, wanted);
        } catch (IOException e) {
            throw new DataException("cannot read '" + file + "': " + Reasons.of(e, file), e);
        }
        require(file, live, image, wanted);
        return image;
    }

    /**
     * Requires that a file holds every parameter and state tensor of the network that is wanted, in its shape, and nothing
     * else.
     *
     * @throws DataException with what does not fit, and the nearest names of what does
     */
    static void require(Path file, LiveNetwork live, ModelImage image, Predicate<ParamId> wanted) {
        Map<ParamId, INDArray> expected = new LinkedHashMap<>(live.running().byId());
        expected.keySet().removeIf(wanted.negate());
        Map<ParamId, INDArray> held = image.tensors().byId();
        List<ParamId> spare = without(held.keySet(), expected.keySet());
        List<ParamId> missing = without(expected.keySet(), held.keySet());
        var problems = new ArrayList<String>();
        expected.forEach((id, values) -> {
            INDArray found = held.get(id);
            if (found == null) {
                problems.add("has no " + shown(id) + " " + Arrays.toString(values.shape())
                        + nearest(id, spare, problems.size()));
            } else if (!Arrays.equals(found.shape(), values.shape())) {
                problems.add("has " + shown(id) + " in shape " + Arrays.toString(found.shape())
                        + " where the network has " + Arrays.toString(values.shape()));
            }
        });
        held.forEach((id, values) -> {
            if (!expected.containsKey(id)) {
                problems.add("has " + shown(id) + " " + Arrays.toString(values.shape()) + ", which the network has not"
                        + nearest(id, missing, problems.size()));
            }
        });
        if (!problems.isEmpty()) {
            throw new DataException("'" + file + "' does not fit the network of 'model': it "
                    + Shown.first(problems, "; it ")
                    + ". If only names differ, map them with 'names'; what is not to be loaded goes under 'except'");
        }
    }

    private static List<ParamId> without(Collection<ParamId> ids, Collection<ParamId> others) {
        return ids.stream().filter(id -> !others.contains(id)).toList();
    }

    private static String shown(ParamId id) {
        return "'" + Shown.cut(id.toString()) + "'";
    }

    /** Looking for near names takes time for each pair of names, and most are not shown. */
    private static String nearest(ParamId id, List<ParamId> ids, int before) {
        if (before > MOST_NEAREST) {
            return "";
        }
        List<String> names = ids.stream().map(ParamId::toString).toList();
        List<String> nearest = Suggestions.nearest(id.toString(), names);
        return nearest.isEmpty()
                ? ""
                : " (nearest: "
                        + String.join(
                                ", ", nearest.stream().limit(3).map(Shown::cut).toList()) + ")";
    }

    /** Returns the masks of what was wanted of an image; where it has none, every weight is alive. */
    static MaskSet masks(LiveNetwork live, ModelImage image, Predicate<ParamId> wanted) {
        var masks = new LinkedHashMap<>(live.masks().byId());
        for (ParamInfo param : live.prunable()) {
            if (wanted.test(param.id())) {
                Mask own = image.masks().byId().get(param.id());
                masks.put(param.id(), own == null ? Mask.ones(param.shape()) : own);
            }
        }
        return new MaskSet(masks);
    }
}
