package org.espalier.engine.plugin;

import java.util.List;
import java.util.Set;

/**
 * Everything that the core and the loaded plugins offer, by seam and name. Immutable; a plugin that could not be loaded
 * is here too, as a {@link PluginProblem}, so that a run that asks for it can be told why.
 */
public interface Registry {
    /** Returns the plugins, {@code core} first, the others by name. */
    List<PluginInfo> plugins();

    /** Returns what was wrong with bundles that could not be loaded, in the order of their names. */
    List<PluginProblem> problems();

    /** Returns the seams that anything is offered for, and all of the SPI's. */
    Set<Class<?>> seams();

    /** Returns all offers for a seam, the core's first, then by plugin and name. */
    List<Offer> offers(Class<?> seam);

    /**
     * Looks a component or preset up. A bare name that the core offers always means the core's, whatever plugins offer; any
     * other bare name must be offered by one plugin alone. {@code plugin/name} always works, {@code core/name} too.
     *
     * @param seam what it must be
     * @param name {@code name}, or {@code plugin/name}
     * @throws UnknownComponentException when there is none or when several plugins offer the bare name; its message is
     *     in the user's words, without location: {@code no criterion 'magnitud'. Did you mean 'magnitude'? …}; when the
     *     plugin that was asked for could not be loaded, it says why
     */
    Offer find(Class<?> seam, String name) throws UnknownComponentException;

    /** Returns what users call a seam: {@code criterion} for {@code Criterion}, {@code mask policy} for {@code MaskPolicy}. */
    static String seamName(Class<?> seam) {
        return seam.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
    }
}
