package org.espalier.engine.format;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.engine.text.Suggestions;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads files of another format under other names: what a user says who loads weights that somebody else named. In a name to
 * look for, each {@code *} stands for any characters; in the name that takes its place, for the same ones. Of several names
 * that fit, the first counts; what none fits keeps its name.
 *
 * @param format who reads the file
 * @param names from the names that {@code format} gives to those of the network, {@code layer.role} both
 */
public record Renaming(ModelFormat format, Map<String, String> names) implements DelegatingFormat {
    private static final Pattern STAR = Pattern.compile("\\*");

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException when a name has not as many {@code *} as the one whose place it takes
     */
    public Renaming {
        requireNonNull(format, "format is null");
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        check(names);
    }

    /**
     * Checks names before there is a file.
     *
     * @throws IllegalArgumentException when a name has not as many {@code *} as the one whose place it takes
     */
    public static void check(Map<String, String> names) {
        names.forEach((from, to) -> {
            if (stars(to) != stars(from)) {
                throw new IllegalArgumentException("'" + from + "' and '" + to
                        + "' must have equally many *, each standing for the same on both sides");
            }
        });
    }

    private static long stars(String name) {
        return STAR.matcher(name).results().count();
    }

    /** Reads a file; its graph, which speaks of the old names, is left out. */
    @Override
    public ModelImage read(Path file, Predicate<ParamId> wanted) throws IOException {
        var held = new ArrayList<String>();
        ModelImage image = format.read(file, id -> {
            held.add(id.toString());
            return wanted.test(renamed(file, id));
        });
        requireUse(file, held);
        var tensors = new LinkedHashMap<ParamId, INDArray>();
        var masks = new LinkedHashMap<ParamId, Mask>();
        var origins = new LinkedHashMap<ParamId, ParamId>();
        image.tensors().byId().forEach((id, values) -> {
            ParamId renamed = renamed(file, id);
            ParamId before = origins.put(renamed, id);
            if (before != null) {
                throw new DataException(file + ": both '" + before + "' and '" + id + "' become '" + renamed
                        + "' by 'names'; each array needs a name of its own");
            }
            tensors.put(renamed, values);
        });
        image.masks().byId().forEach((id, mask) -> masks.put(renamed(file, id), mask));
        return new ModelImage(List.of(), image.inputShape(), new Tensors(tensors), new MaskSet(masks), image.notes());
    }

    /** A name that fits nothing is a slip, and would be ignored without a word. */
    private void requireUse(Path file, List<String> held) {
        for (Map.Entry<String, String> entry : names.entrySet()) {
            if (held.stream().noneMatch(name -> renamed(name, entry.getKey(), entry.getValue())
                    .isPresent())) {
                String question = Suggestions.didYouMean(entry.getKey(), held);
                throw new DataException(file + ": holds nothing that is called '" + entry.getKey()
                        + "', as 'names' says" + (question.isEmpty() ? "" : ". " + question));
            }
        }
    }

    private ParamId renamed(Path file, ParamId id) {
        String name = names.entrySet().stream()
                .map(entry -> renamed(id.toString(), entry.getKey(), entry.getValue()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(id.toString());
        int dot = name.lastIndexOf('.');
        if (dot < 1 || dot == name.length() - 1) {
            throw new DataException(file + ": 'names' turns '" + id + "' into '" + name
                    + "', which is not a layer and a role, such as conv1.weight");
        }
        return ParamId.of(name.substring(0, dot), name.substring(dot + 1));
    }

    private static Optional<String> renamed(String name, String from, String to) {
        String expression =
                Arrays.stream(STAR.split(from, -1)).map(Pattern::quote).collect(Collectors.joining("(.*)"));
        Matcher matcher = Pattern.compile(expression).matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var renamed = new StringBuilder();
        int group = 0;
        for (String piece : STAR.split(to, -1)) {
            renamed.append(group == 0 ? "" : matcher.group(group)).append(piece);
            group++;
        }
        return Optional.of(renamed.toString());
    }
}
