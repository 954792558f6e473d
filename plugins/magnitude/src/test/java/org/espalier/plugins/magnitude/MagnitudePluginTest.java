package org.espalier.plugins.magnitude;

import org.espalier.api.plugin.Plugin;
import org.espalier.testkit.PluginContract;

final class MagnitudePluginTest implements PluginContract {
    @Override
    public Plugin plugin() {
        return new MagnitudePlugin();
    }
}
