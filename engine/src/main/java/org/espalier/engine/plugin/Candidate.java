package org.espalier.engine.plugin;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Plugin;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.api.plugin.Spi;
import org.espalier.engine.text.Phrases;

/**
 * A plugin that was made and has said who it is, but not yet what it offers.
 *
 * @param origin the jar that its class lies in
 */
record Candidate(Plugin plugin, Descriptor descriptor, PluginBundle bundle, PluginClassLoader loader, String origin) {
    /** More would be a mistake, or made to exhaust memory. */
    private static final int MOST_OFFERS = 10_000;

    Candidate {
        requireNonNull(plugin, "plugin is null");
        requireNonNull(descriptor, "descriptor is null");
        requireNonNull(bundle, "bundle is null");
        requireNonNull(loader, "loader is null");
        requireNonNull(origin, "origin is null");
    }

    /**
     * Asks a plugin who it is.
     *
     * @throws RefusedException when it does not say, has no legal name, or was built for another SPI
     */
    static Candidate of(Plugin plugin, PluginBundle bundle, PluginClassLoader loader) throws RefusedException {
        String origin = bundle.originOf(plugin.getClass());
        String type = plugin.getClass().getName();
        Descriptor descriptor;
        try {
            descriptor = loader.call(plugin::descriptor);
        } catch (Throwable e) {
            throw refuse(origin, "", Faults.explain(e, type, "could not say who it is", bundle));
        }
        if (descriptor == null) {
            throw refuse(origin, "", type + " did not say who it is: descriptor() returned null; tell its author.");
        }
        Optional<String> fault = fault(descriptor);
        if (fault.isPresent()) {
            throw refuse(origin, descriptor.name(), fault.get());
        }
        return new Candidate(plugin, descriptor, bundle, loader, origin);
    }

    /**
     * Asks the plugin what it offers.
     *
     * @param optionReader reads the options of a record
     * @throws RefusedException when it does not say, or any of its offers cannot be used
     */
    List<Offer> offers(Consumer<Class<? extends Record>> optionReader) throws RefusedException {
        List<Offer> offers;
        List<String> faults;
        try {
            offers = loader.call(this::listOffers);
            // Looking at the records that options bind to loads further classes of the plugin.
            faults = loader.call(() -> OfferChecks.faults(offers, Spi.SEAMS, optionReader));
        } catch (Throwable e) {
            String fault = Faults.explain(e, toString(), "could not list its components", bundle);
            throw new RefusedException(List.of(problem(fault)));
        }
        if (!faults.isEmpty()) {
            throw new RefusedException(
                    faults.stream().map(fault -> problem(this + " " + fault)).toList());
        }
        return offers;
    }

    PluginInfo info() {
        return new PluginInfo(descriptor, origin, bundle.sha256());
    }

    /** Returns what is wrong with this plugin. */
    PluginProblem problem(String fault) {
        return PluginProblem.of(origin, descriptor.name(), fault);
    }

    /** Returns the plugin's name and version. */
    @Override
    public String toString() {
        return descriptor.name() + " " + descriptor.version();
    }

    private List<Offer> listOffers() {
        PluginInfo info = info();
        List<Offer> offers = new ArrayList<>();
        for (Provider<?> provider : listed(plugin.providers(), "providers()")) {
            offers.add(new Offer.Component(info, GuardedFactory.guard(provider, this)));
        }
        for (Preset preset : listed(plugin.presets(), "presets()")) {
            offers.add(new Offer.Composition(info, preset));
        }
        return List.copyOf(offers);
    }

    /** Copies a list that may be a plugin's own kind, which need not end. */
    private static <T> List<T> listed(List<T> offered, String method) {
        List<T> copy = new ArrayList<>();
        for (T each : requireNonNull(offered, method + " returned null")) {
            copy.add(requireNonNull(each, method + " returned a list with a null in it"));
            if (copy.size() > MOST_OFFERS) {
                throw new IllegalStateException(method + " returned a list of more than " + MOST_OFFERS);
            }
        }
        return copy;
    }

    private static Optional<String> fault(Descriptor descriptor) {
        String name = descriptor.name();
        Optional<String> illegal = OfferChecks.illegal(name);
        if (illegal.isPresent()) {
            return Optional.of("names itself '" + name + "'" + illegal.get());
        }
        if (name.equals(CorePlugin.NAME)) {
            return Optional.of("names itself '" + name
                    + "', which is the name of what is built in. Its author must choose another.");
        }
        return spiFault(descriptor);
    }

    private static Optional<String> spiFault(Descriptor descriptor) {
        String who = descriptor.name() + " " + descriptor.version();
        SpiVersion here = SpiVersion.parse(Spi.VERSION).orElseThrow();
        Optional<SpiVersion> parsed = SpiVersion.parse(descriptor.spi());
        if (parsed.isEmpty()) {
            return Optional.of(
                    who + " says that it was built for SPI '" + descriptor.spi() + "', which is no version such as "
                            + here + ". Its descriptor must pass Spi.VERSION; tell its author.");
        }
        SpiVersion built = parsed.get();
        if (here.accepts(built)) {
            return Optional.empty();
        }
        String which = who + " was built for SPI " + built + "; this is SPI " + here + ". Get "
                + Phrases.withArticle(descriptor.name()) + " built for ";
        return Optional.of(
                built.major() == here.major()
                        ? which + here + ", or run a newer Espalier."
                        : which + here.major() + ".x, or run version " + built.major() + " of Espalier.");
    }

    private static RefusedException refuse(String origin, String plugin, String fault) {
        return new RefusedException(List.of(PluginProblem.of(origin, plugin, fault)));
    }
}
