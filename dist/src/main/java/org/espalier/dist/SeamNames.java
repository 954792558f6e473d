package org.espalier.dist;

import static java.util.stream.Collectors.joining;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.espalier.api.plugin.Spi;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.text.Suggestions;

/** The names of seams on a command line: {@code mask-policy}. */
final class SeamNames implements Iterable<String> {
    /** Returns all of them. */
    static List<String> all() {
        return Spi.SEAMS.stream().map(SeamNames::of).toList();
    }

    static String of(Class<?> seam) {
        return Registry.seamName(seam).replace(' ', '-');
    }

    /** Finds a seam: {@code mask-policy}, {@code "mask policy"} and {@code MaskPolicy} are the same. */
    static Optional<Class<?>> find(String asked) {
        String name = written(asked);
        return Spi.SEAMS.stream().filter(seam -> of(seam).equals(name)).findFirst();
    }

    /**
     * Finds a seam as {@link #find} does.
     *
     * @throws UserException when there is none of that name; says which there are
     */
    static Class<?> require(String asked) {
        return find(asked)
                .orElseThrow(() -> new UserException(Stream.of(
                                "there is no seam '" + asked + "'.",
                                Suggestions.didYouMean(written(asked), all()),
                                "There are " + String.join(", ", all()))
                        .filter(sentence -> !sentence.isEmpty())
                        .collect(joining(" "))));
    }

    private static String written(String asked) {
        return asked.strip()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .replaceAll("[ _]", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** Completes options on a command line. */
    @Override
    public Iterator<String> iterator() {
        return all().iterator();
    }
}
