package org.espalier.plugins.alds;

import org.espalier.api.plugin.Plugin;
import org.espalier.testkit.engine.InstalledPluginContract;

final class AldsPluginTest implements InstalledPluginContract {
    @Override
    public Plugin plugin() {
        return new AldsPlugin();
    }
}
