package org.espalier.api.plugin;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Identity of a plugin.
 *
 * @param name what users call it; matches {@link #LEGAL_NAME}
 * @param version the plugin's own version, shown to users and recorded with every run
 * @param spi the SPI version it was compiled against: always {@link Spi#VERSION}
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Descriptor(String name, String version, String spi) {
    /** The form of every name of a plugin, component, preset or option: lower case letters, digits, hyphens. */
    public static final String LEGAL_NAME = "[a-z][a-z0-9-]*";

    public Descriptor {
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        requireNonNull(spi, "spi is null");
    }

    /** Returns the legal name that comes nearest to some words, such as {@code top-k} to {@code Top K}; empty without any. */
    public static Optional<String> legalName(String words) {
        String name = words.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[^a-z]+|-+$", "");
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }
}
