package org.espalier.api.mask;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.ParamId;

/**
 * A glob over names: {@code *} stands for any characters, {@code ?} for one, everything else for itself. A parameter
 * matches by its own name, {@code fc1.weight}, or by its layer's, {@code fc1}.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class Glob {
    private final String glob;
    private final Pattern pattern;

    private Glob(String glob) {
        this.glob = requireNonNull(glob, "glob is null");
        String expression = glob.chars()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
        this.pattern = Pattern.compile(expression, Pattern.DOTALL);
    }

    /** Returns the pattern that a user wrote. */
    public static Glob of(String glob) {
        return new Glob(glob);
    }

    /**
     * Returns the layers that any of some globs matches, in the order of the layers.
     *
     * @param option where users wrote the globs
     * @throws IllegalArgumentException when a glob matches none; lists the layers
     */
    public static Set<LayerId> select(String option, List<String> globs, Collection<LayerId> layers) {
        var selected = new HashSet<LayerId>();
        for (String glob : globs) {
            Glob pattern = of(glob);
            List<LayerId> matching =
                    layers.stream().filter(id -> pattern.matches(id.path())).toList();
            if (matching.isEmpty()) {
                throw new IllegalArgumentException(option + ": no layer matches '" + glob + "'; there are "
                        + layers.stream().map(LayerId::path).toList());
            }
            selected.addAll(matching);
        }
        return layers.stream().filter(selected::contains).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns whether the whole of {@code name} fits. */
    public boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    /** Returns whether the parameter's or its layer's name fits. */
    public boolean matches(ParamId id) {
        return matches(id.toString()) || matches(id.layer().path());
    }

    /** Returns whether the name of the bundle, of one of its parameters or of one of their layers fits. */
    public boolean matches(Bundle bundle) {
        return matches(bundle.name()) || bundle.params().stream().anyMatch(this::matches);
    }

    @Override
    public String toString() {
        return glob;
    }
}
