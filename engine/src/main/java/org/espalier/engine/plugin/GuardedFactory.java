package org.espalier.engine.plugin;

import org.espalier.api.plugin.Provider;

/** Makes components of a plugin: with its class loader in place, and with whatever its code throws put into words. */
final class GuardedFactory {
    private GuardedFactory() {}

    /** Returns a provider whose factory is guarded. */
    static <T> Provider<T> guard(Provider<T> provider, Candidate plugin) {
        return new Provider<>(
                provider.spi(),
                provider.name(),
                provider.summary(),
                provider.config(),
                options -> make(provider, options, plugin));
    }

    private static <T> T make(Provider<T> provider, Record options, Candidate plugin) {
        String what = Registry.seamName(provider.spi()) + " '" + provider.name() + "'";
        Object made;
        try {
            made = plugin.loader().<Object>call(() -> provider.factory().apply(options));
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Throwable e) {
            String fault = Faults.explain(e, plugin.toString(), "could not make " + what, plugin.bundle());
            throw new IllegalArgumentException(plugin.problem(fault).message(), e);
        }
        if (!provider.spi().isInstance(made)) {
            String fault = plugin + " did not make " + what + " but "
                    + (made == null ? "null" : made.getClass().getName())
                    + ". This is a mistake in the plugin; tell its author.";
            throw new IllegalArgumentException(plugin.problem(fault).message());
        }
        return provider.spi().cast(made);
    }
}
