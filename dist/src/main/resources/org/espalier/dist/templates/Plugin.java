package {{package}};

import java.util.List;
import {{seam}};
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Plugin;
import org.espalier.api.plugin.Provider;
import org.espalier.api.plugin.Spi;

/** Lists what this jar offers. The file in META-INF/services names this class. */
public final class {{Plugin}} implements Plugin {
    @Override
    public Descriptor descriptor() {
        return new Descriptor("{{name}}", "1.0.0", Spi.VERSION);
    }

    @Override
    public List<Provider<?>> providers() {
        return List.of(Provider.of({{Seam}}.class, "{{name}}", "{{summary}}", {{Class}}.class));
    }
}
