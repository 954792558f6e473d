package org.espalier.plugins.dst;

import org.espalier.api.plugin.Plugin;
import org.espalier.testkit.PluginContract;

final class DstPluginTest implements PluginContract {
    @Override
    public Plugin plugin() {
        return new DstPlugin();
    }
}
