package {{package}};

import org.espalier.api.plugin.Plugin;
import org.espalier.testkit.PluginContract;

final class {{Plugin}}Test implements PluginContract {
    @Override
    public Plugin plugin() {
        return new {{Plugin}}();
    }
}
