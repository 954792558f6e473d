package org.espalier.engine.plugin;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.espalier.api.plugin.Plugin;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.engine.text.Phrases;

/**
 * Finds bundles in plugin directories, loads the plugins in them, and registers what they offer beside the engine's own
 * components.
 *
 * <p>A plugin is registered with everything it offers or not at all. What is wrong with one stops no other: it is put
 * into words and kept in the {@link Registry}, so that only a run that uses the plugin fails. Loading starts no native
 * code and makes no component.
 */
public final class PluginLoader {
    private final Consumer<Class<? extends Record>> optionReader;
    private final ClassLoader engine = Plugin.class.getClassLoader();
    private final List<PluginProblem> problems = new ArrayList<>();
    private final List<PluginClassLoader> loaders = new ArrayList<>();
    private final List<PluginInfo> plugins = new ArrayList<>();
    private final List<Offer> offers = new ArrayList<>();

    private PluginLoader(Consumer<Class<? extends Record>> optionReader) {
        this.optionReader = optionReader;
    }

    /**
     * Loads plugins from directories that need not exist.
     *
     * @param directories directories of bundles, searched in order
     * @param coreProviders the engine's own components
     * @param corePresets the engine's own names for compositions
     * @throws IllegalArgumentException when a directory cannot be read
     */
    public static Registry load(List<Path> directories, List<Provider<?>> coreProviders, List<Preset> corePresets) {
        return load(
                directories.stream().map(PluginDirectory::optional).toList(),
                new CorePlugin(coreProviders, corePresets));
    }

    /**
     * Loads plugins.
     *
     * @param directories where bundles lie, searched in order
     * @param core the engine's own components
     * @throws IllegalArgumentException when a required directory does not exist, or one cannot be read; says which, in the
     *     user's words
     */
    public static Registry load(List<PluginDirectory> directories, CorePlugin core) {
        return load(directories, core, config -> {});
    }

    /**
     * Loads plugins as {@link #load(List, CorePlugin)} does, and those only whose options can be read.
     *
     * @param optionReader reads the options of a record, and throws an {@link IllegalArgumentException} that says what is
     *     wrong with one
     */
    public static Registry load(
            List<PluginDirectory> directories, CorePlugin core, Consumer<Class<? extends Record>> optionReader) {
        return new PluginLoader(optionReader).loadAll(directories, core);
    }

    private Registry loadAll(List<PluginDirectory> directories, CorePlugin core) {
        register(core);
        List<Candidate> candidates = new ArrayList<>();
        for (BundleLocation location : BundleFinder.find(directories)) {
            candidates.addAll(candidates(location));
        }
        Set<ClassLoader> used = new HashSet<>();
        for (List<Candidate> sameName : byName(candidates)) {
            Candidate first = sameName.get(0);
            if (sameName.size() > 1) {
                problems.add(duplicates(sameName));
            } else if (register(first)) {
                used.add(first.loader());
            }
        }
        loaders.stream().filter(loader -> !used.contains(loader)).forEach(PluginLoader::close);
        problems.sort(comparing(PluginProblem::origin));
        return new LoadedRegistry(plugins, problems, offers);
    }

    private void register(CorePlugin core) {
        PluginInfo info = new PluginInfo(core.descriptor(), CorePlugin.NAME, "");
        core.providers().forEach(provider -> offers.add(new Offer.Component(info, provider)));
        core.presets().forEach(preset -> offers.add(new Offer.Composition(info, preset)));
        List<String> faults = OfferChecks.faults(
                offers, offers.stream().<Class<?>>map(Offer::seam).toList(), optionReader);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("the core " + String.join("\nthe core ", faults));
        }
        plugins.add(info);
    }

    private List<Candidate> candidates(BundleLocation location) {
        try {
            return candidates(PluginBundle.open(location));
        } catch (RefusedException e) {
            problems.addAll(e.problems());
        } catch (RuntimeException | Error e) {
            problems.add(PluginProblem.of(location.origin(), "", "cannot be read: " + Faults.describe(e) + "."));
        }
        return List.of();
    }

    private List<Candidate> candidates(PluginBundle bundle) {
        PluginClassLoader loader = bundle.loader(engine);
        loaders.add(loader);
        List<Candidate> candidates = new ArrayList<>();
        Discovery discovery;
        try {
            discovery = Discovery.of(bundle, loader);
        } catch (RuntimeException | Error e) {
            // What its code throws was put into words where it was called; this is what Java itself stumbles over.
            problems.add(PluginProblem.of(bundle.origin(), "", Faults.explain(e, "it", "cannot be loaded", bundle)));
            return List.of();
        }
        discovery.faults().forEach(fault -> problems.add(PluginProblem.of(bundle.origin(), "", fault)));
        for (Plugin plugin : discovery.plugins()) {
            try {
                candidates.add(Candidate.of(plugin, bundle, loader));
            } catch (RefusedException e) {
                problems.addAll(e.problems());
            }
        }
        return candidates;
    }

    /** Asks for all offers before it registers any, so that a broken plugin does not leave half of itself behind. */
    private boolean register(Candidate candidate) {
        try {
            List<Offer> offered = candidate.offers(optionReader);
            offers.addAll(offered);
            plugins.add(candidate.info());
            return true;
        } catch (RefusedException e) {
            problems.addAll(e.problems());
            return false;
        }
    }

    private static Collection<List<Candidate>> byName(List<Candidate> candidates) {
        return candidates.stream()
                .collect(groupingBy(candidate -> candidate.descriptor().name(), TreeMap::new, toList()))
                .values();
    }

    private static PluginProblem duplicates(List<Candidate> sameName) {
        Candidate first = sameName.get(0);
        List<String> all = sameName.stream()
                .map(candidate ->
                        candidate.origin() + " (" + candidate.descriptor().version() + ")")
                .toList();
        return first.problem("plugin " + first.descriptor().name() + " is there "
                + (all.size() == 2 ? "twice" : Phrases.number(all.size()) + " times") + ": "
                + Phrases.enumerate(all, "and")
                + ". None of them was loaded. Remove all but one.");
    }

    private static void close(PluginClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            // A jar that stays open harms nobody; what is wrong with the bundle has been said.
        }
    }
}
