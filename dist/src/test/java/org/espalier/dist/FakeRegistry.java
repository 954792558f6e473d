package org.espalier.dist;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.PluginInfo;
import org.espalier.engine.plugin.PluginProblem;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.plugin.UnknownComponentException;

/** A registry of these offers. */
record FakeRegistry(List<PluginInfo> plugins, List<Offer> all, List<PluginProblem> problems) implements Registry {
    @Override
    public Set<Class<?>> seams() {
        var seams = new LinkedHashSet<Class<?>>();
        all.forEach(offer -> seams.add(offer.seam()));
        return seams;
    }

    @Override
    public List<Offer> offers(Class<?> seam) {
        return all.stream().filter(offer -> offer.seam().equals(seam)).toList();
    }

    @Override
    public Offer find(Class<?> seam, String name) throws UnknownComponentException {
        throw new UnknownComponentException(name);
    }
}
