package org.espalier.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.api.plugin.Spi;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.PluginInfo;
import org.espalier.engine.plugin.PluginProblem;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.plugin.UnknownComponentException;

/** A registry of what a test puts into it. */
final class FakeRegistry implements Registry {
    private final List<Offer> offers = new ArrayList<>();

    FakeRegistry offer(String plugin, Provider<?> provider) {
        offers.add(new Offer.Component(info(plugin), provider));
        return this;
    }

    FakeRegistry offer(String plugin, Preset preset) {
        offers.add(new Offer.Composition(info(plugin), preset));
        return this;
    }

    private static PluginInfo info(String plugin) {
        String origin = plugin.equals("core") ? "core" : "plugins/" + plugin + ".jar";
        return new PluginInfo(new Descriptor(plugin, "1.0.0", Spi.VERSION), origin, "");
    }

    @Override
    public List<PluginInfo> plugins() {
        return offers.stream().map(Offer::plugin).distinct().toList();
    }

    @Override
    public List<PluginProblem> problems() {
        return List.of();
    }

    @Override
    public Set<Class<?>> seams() {
        Set<Class<?>> seams = new LinkedHashSet<>();
        offers.forEach(offer -> seams.add(offer.seam()));
        return seams;
    }

    @Override
    public List<Offer> offers(Class<?> seam) {
        return offers.stream().filter(offer -> offer.seam() == seam).toList();
    }

    @Override
    public Offer find(Class<?> seam, String name) throws UnknownComponentException {
        List<Offer> found = offers(seam).stream()
                .filter(offer ->
                        offer.name().equals(name) || offer.qualifiedName().equals(name))
                .toList();
        if (found.isEmpty()) {
            List<String> names = offers(seam).stream().map(Offer::name).sorted().toList();
            throw new UnknownComponentException(
                    "no " + Registry.seamName(seam) + " '" + name + "'. Installed: " + String.join(", ", names) + ".");
        }
        if (found.size() > 1) {
            throw new UnknownComponentException(
                    Registry.seamName(seam) + " '" + name + "' is offered by " + found.size() + " plugins.");
        }
        return found.get(0);
    }
}
