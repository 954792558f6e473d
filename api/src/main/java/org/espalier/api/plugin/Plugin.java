package org.espalier.api.plugin;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/**
 * A jar's list of the components it offers: the one service type that the engine looks for.
 *
 * <p>Implement it in a public class with a public constructor without parameters, and name that class in
 * {@code META-INF/services/org.espalier.api.plugin.Plugin}. Both methods must be cheap and free of side effects.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Plugin {
    /**
     * Says who this plugin is. Called first, before anything else of the plugin is touched, so that a plugin built for
     * another SPI is refused in words and not by a linkage error.
     *
     * @return name, version and {@link Spi#VERSION}, which the compiler copies into the plugin
     */
    Descriptor descriptor();

    /** Returns every component this plugin offers; called once, after the SPI version was accepted. */
    List<Provider<?>> providers();

    /** Returns the presets this plugin offers: names for compositions of components, its own or others'. */
    default List<Preset> presets() {
        return List.of();
    }
}
