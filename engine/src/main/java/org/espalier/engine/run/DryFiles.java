package org.espalier.engine.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamId;
import org.espalier.engine.run.Findings.Place;
import org.espalier.engine.run.Rehearsal.Doubt;

/** The model files of a rehearsal: those that are read must be there and fit, and none is written over another. */
final class DryFiles {
    private final Rehearsal rehearsal;
    private final Map<Path, Written> written = new LinkedHashMap<>();

    /** How often the network has changed. */
    private long changes;

    /**
     * Who wrote a file last.
     *
     * @param changes how often the network had changed then
     */
    private record Written(Place place, long changes) {}

    DryFiles(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    /** Called when the network becomes another. */
    void changed() {
        changes++;
    }

    void save(Place place, Path file) {
        Path path = file.normalize();
        requireNoFolder(place, path);
        Written before = written.put(path, new Written(place, changes));
        if (before != null && !before.place().location().equals(place.location())) {
            rehearsal.problem(
                    place,
                    "writes over '" + name(path) + "', which " + before.place().location()
                            + " has written. Name another file");
        }
    }

    /** A file cannot have files in it. */
    private void requireNoFolder(Place place, Path path) {
        if (path.startsWith(last()) && !path.equals(last())) {
            rehearsal.problem(
                    place,
                    "'" + name(path)
                            + "' lies in 'model.safetensors', a file that the run writes when it ends. Name another"
                            + " file");
        }
        written.forEach((other, before) -> {
            boolean within = path.startsWith(other);
            if (!path.equals(other) && (within || other.startsWith(path))) {
                rehearsal.problem(
                        place,
                        "'" + name(within ? path : other) + "' lies in '" + name(within ? other : path)
                                + "', which is a file, too: " + before.place().location() + " writes '" + name(other)
                                + "'. Name another file");
            }
        });
    }

    private Path last() {
        return rehearsal.scratch().resolve("model.safetensors").normalize();
    }

    /** The run itself writes its last network. */
    void end() {
        Written saved = written.get(last());
        if (saved != null && saved.changes() < changes) {
            rehearsal.warning(
                    saved.place(),
                    "the run writes its last network to 'model.safetensors' when it ends, over what is saved"
                            + " here. Name another file");
        }
    }

    private String name(Path path) {
        return path.startsWith(rehearsal.scratch())
                ? rehearsal.scratch().relativize(path).toString()
                : path.toString();
    }

    /** What an earlier stage will write is not there yet, or not as it will be. */
    void load(Place place, ModelFormat format, String file, Predicate<ParamId> wanted) {
        if (written.containsKey(Path.of(file).normalize())) {
            rehearsal.say(place.path(), "'" + file + "' is not there yet, so what follows is about other weights");
            rehearsal.doubt(Doubt.MASKS);
            return;
        }
        try {
            Path found = rehearsal.info().locator().find(file);
            LiveNetwork live = rehearsal.live();
            ModelImage image = ModelFit.read(format, found, live, wanted);
            if (rehearsal.certainty().factored()
                    && live.chains().isEmpty()
                    && live.ids().stream().allMatch(wanted)) {
                rehearsal.problem(
                        place,
                        "'" + file + "' has the layers from before some of them were replaced by factors, and no longer"
                                + " fits the network. Load it before");
                return;
            }
            GraphFit.difference(image, live).ifPresent(words -> rehearsal.warning(place, "'" + file + "': " + words));
            live.commit(Revision.of(ModelFit.masks(live, image, wanted)));
            live.setWeights(image.tensors());
        } catch (IllegalArgumentException | DataException e) {
            rehearsal.refuse(place, String.valueOf(e.getMessage()), Doubt.LAYERS);
            rehearsal.doubt(Doubt.MASKS);
        }
    }
}
