package org.espalier.plugins.regrowth;

import java.util.List;
import org.espalier.api.plugin.Plugin;
import org.espalier.plugins.magnitude.MagnitudePlugin;
import org.espalier.testkit.engine.InstalledPluginContract;

final class RegrowthPluginTest implements InstalledPluginContract {
    @Override
    public Plugin plugin() {
        return new RegrowthPlugin();
    }

    @Override
    public List<Plugin> pluginNeeds() {
        return List.of(new MagnitudePlugin());
    }
}
