package org.espalier.plugins.alds;

import org.espalier.api.plugin.Plugin;
import org.espalier.testkit.PluginContract;

final class AldsPluginTest implements PluginContract {
    @Override
    public Plugin plugin() {
        return new AldsPlugin();
    }
}
