package org.espalier.engine.plugin;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.espalier.api.plugin.Spi;

/** What was loaded, ready to be looked up. */
final class LoadedRegistry implements Registry {
    private final List<PluginInfo> plugins;
    private final List<PluginProblem> problems;
    private final Map<Class<?>, List<Offer>> bySeam;

    LoadedRegistry(List<PluginInfo> plugins, List<PluginProblem> problems, List<Offer> offers) {
        this.plugins = plugins.stream().sorted(coreFirst(PluginInfo::name)).toList();
        this.problems = List.copyOf(problems);
        Comparator<Offer> byPlugin = coreFirst(offer -> offer.plugin().name());
        Map<Class<?>, List<Offer>> grouped = new LinkedHashMap<>();
        Spi.SEAMS.forEach(seam -> grouped.put(seam, new ArrayList<>()));
        offers.stream().sorted(byPlugin.thenComparing(Offer::name)).forEach(offer -> grouped.computeIfAbsent(
                        offer.seam(), seam -> new ArrayList<>())
                .add(offer));
        grouped.replaceAll((seam, list) -> List.copyOf(list));
        this.bySeam = Collections.unmodifiableMap(grouped);
    }

    @Override
    public List<PluginInfo> plugins() {
        return plugins;
    }

    @Override
    public List<PluginProblem> problems() {
        return problems;
    }

    @Override
    public Set<Class<?>> seams() {
        return bySeam.keySet();
    }

    @Override
    public List<Offer> offers(Class<?> seam) {
        return requireNonNullElse(bySeam.get(seam), List.of());
    }

    @Override
    public Offer find(Class<?> seam, String name) throws UnknownComponentException {
        List<Offer> found = named(seam, name);
        if (found.isEmpty()) {
            throw new UnknownComponentException(new UnknownName(this, seam, name).message());
        }
        Offer first = found.get(0);
        if (found.size() > 1 && !isCore(first)) {
            throw new UnknownComponentException(UnknownName.ambiguous(seam, name, found));
        }
        return first;
    }

    /** Returns everything that a name may mean, the core's first. */
    private List<Offer> named(Class<?> seam, String name) {
        boolean qualified = name.contains("/");
        return offers(seam).stream()
                .filter(offer -> name.equals(qualified ? offer.qualifiedName() : offer.name()))
                .toList();
    }

    /**
     * Returns what users see an offer called: the core's by their bare names, and so the one that a plugin is named after,
     * unless that name means another; all others with their plugin's name.
     */
    String shownName(Offer offer) {
        boolean bare = isCore(offer)
                || (offer.name().equals(offer.plugin().name())
                        && named(offer.seam(), offer.name()).size() == 1);
        return bare ? offer.name() : offer.qualifiedName();
    }

    private static boolean isCore(Offer offer) {
        return offer.plugin().name().equals(CorePlugin.NAME);
    }

    private static <T> Comparator<T> coreFirst(Function<T, String> pluginName) {
        Comparator<T> core = comparing(item -> !pluginName.apply(item).equals(CorePlugin.NAME));
        return core.thenComparing(pluginName);
    }
}
