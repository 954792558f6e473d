package org.espalier.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SharedPackagesTest {
    @Test
    void matchOnPackageBoundaries() {
        assertThat(SharedPackages.containClass("org.espalier.api.plugin.Plugin"))
                .isTrue();
        assertThat(SharedPackages.containClass("org.nd4j.linalg.factory.Nd4j")).isTrue();
        assertThat(SharedPackages.containClass("jakarta.validation.constraints.Min"))
                .isTrue();
        assertThat(SharedPackages.containClass("org.espalier.apiary.Bee")).isFalse();
        assertThat(SharedPackages.containClass("org.espalier.engine.plugin.PluginLoader"))
                .isFalse();
        assertThat(SharedPackages.containClass("jakarta.inject.Inject")).isFalse();
        assertThat(SharedPackages.containClass("org.nd4j")).isFalse();
        assertThat(SharedPackages.containClass("com.acme.org.nd4j.Mine")).isFalse();
    }

    @Test
    void shareResourcesAndServicesOfTheirsButNotTheListOfPlugins() {
        assertThat(SharedPackages.containResource("org/nd4j/version.properties"))
                .isTrue();
        assertThat(SharedPackages.containResource("META-INF/services/org.nd4j.linalg.factory.Nd4jBackend"))
                .isTrue();
        assertThat(SharedPackages.containResource("META-INF/services/org.espalier.api.plugin.Plugin"))
                .isFalse();
        assertThat(SharedPackages.containResource("META-INF/services/com.acme.Service"))
                .isFalse();
        assertThat(SharedPackages.containResource("com/acme/table.csv")).isFalse();
    }
}
