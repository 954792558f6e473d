package org.espalier.plugins.magnitude;

import org.espalier.api.plugin.Plugin;
import org.espalier.testkit.engine.InstalledPluginContract;

final class MagnitudePluginTest implements InstalledPluginContract {
    @Override
    public Plugin plugin() {
        return new MagnitudePlugin();
    }
}
