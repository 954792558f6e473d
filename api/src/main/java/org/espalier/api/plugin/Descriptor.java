package org.espalier.api.plugin;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

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
}
