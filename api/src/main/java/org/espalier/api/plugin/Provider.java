package org.espalier.api.plugin;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * Offers one named component: the seam it fills, the record its configuration binds to, and how to make it.
 *
 * @param <T> the seam
 * @param spi the seam, one of {@link Spi#SEAMS}
 * @param name what users write in a pipeline; matches {@link Descriptor#LEGAL_NAME}, unique for its seam in its plugin
 * @param summary one line that says what it does, shown by {@code plugins list}
 * @param config the record that its options bind to; each of its components carries a {@link Knob}
 * @param factory makes the component from the bound record; throws {@link IllegalArgumentException} with a message in
 *     the user's words when options contradict each other
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Provider<T>(
        Class<T> spi,
        String name,
        String summary,
        Class<? extends Record> config,
        Function<Record, ? extends T> factory) {
    public Provider {
        requireNonNull(spi, "spi is null");
        requireNonNull(name, "name is null");
        requireNonNull(summary, "summary is null");
        requireNonNull(config, "config is null");
        requireNonNull(factory, "factory is null");
    }

    /** Offers a component that is made from its configuration. */
    public static <T, C extends Record> Provider<T> of(
            Class<T> spi, String name, String summary, Class<C> config, Function<? super C, ? extends T> make) {
        requireNonNull(config, "config is null");
        requireNonNull(make, "make is null");
        return new Provider<>(spi, name, summary, config, options -> make.apply(config.cast(options)));
    }

    /** Offers a component whose configuration record is the component itself, the usual case. */
    public static <T, C extends Record> Provider<T> of(Class<T> spi, String name, String summary, Class<C> config) {
        if (!spi.isAssignableFrom(config)) {
            throw new IllegalArgumentException(config.getName() + " is not a " + spi.getName());
        }
        return new Provider<>(spi, name, summary, config, spi::cast);
    }
}
