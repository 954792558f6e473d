package org.espalier.plugins.dst;

import org.espalier.api.plugin.Plugin;
import org.espalier.testkit.engine.InstalledPluginContract;

final class DstPluginTest implements InstalledPluginContract {
    @Override
    public Plugin plugin() {
        return new DstPlugin();
    }
}
