package org.espalier.api.plugin;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * A name for a composition: users write the name, and override any option of what it stands for.
 *
 * <p>The composition is written as in a pipeline file and may name components of any plugin; when one of them is not
 * installed, whoever uses the preset is told which, and by which preset.
 *
 * @param spi the seam of the component that it stands for, one of {@link Spi#SEAMS}
 * @param name what users write; matches {@link Descriptor#LEGAL_NAME}, unique for its seam in its plugin
 * @param summary one line that says what it stands for
 * @param composition YAML of one component, such as <code>{ prune: { criterion: magnitude } }</code>; options that the
 *     user writes under the preset's name are merged over the component's own, mapping by mapping
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Preset(Class<?> spi, String name, String summary, String composition) {
    public Preset {
        requireNonNull(spi, "spi is null");
        requireNonNull(name, "name is null");
        requireNonNull(summary, "summary is null");
        requireNonNull(composition, "composition is null");
    }
}
