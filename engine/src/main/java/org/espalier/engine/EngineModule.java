package org.espalier.engine;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import org.espalier.engine.config.ConfigReader;
import org.espalier.engine.config.Knobs;
import org.espalier.engine.plugin.CorePlugin;
import org.espalier.engine.plugin.PluginLoader;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.run.Run;

/** Binds what lives as long as the engine; what belongs to one run is bound in a child of this injector. */
final class EngineModule extends AbstractModule {
    private final EngineOptions options;

    EngineModule(EngineOptions options) {
        this.options = options;
    }

    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        binder().disableCircularProxies();
        binder().requireExactBindingAnnotations();
        bind(EngineOptions.class).toInstance(options);
        bind(Run.class);
    }

    @Provides
    @Singleton
    Registry registry() {
        return PluginLoader.load(
                options.pluginDirectories(), new CorePlugin(Core.providers(), Core.presets()), Knobs::of);
    }

    @Provides
    @Singleton
    ConfigReader configReader(Registry registry) {
        return new ConfigReader(registry);
    }
}
