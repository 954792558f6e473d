package org.espalier.engine.run;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.function.Function;
import org.espalier.api.data.DataSource.Locator;

/**
 * What a run was told before it began.
 *
 * @param name what it is called
 * @param seed where all its randomness comes from
 * @param pipeline the resolved pipeline file
 * @param locator finds files that the pipeline names
 * @param loaders where the classes of its components come from
 * @param paranoid whether components are checked against their contracts while they work
 * @param nameOf what the file calls a component
 * @param locationOf where the file has a component, as {@code file:line:column}
 */
public record RunInfo(
        String name,
        long seed,
        String pipeline,
        Locator locator,
        Set<ClassLoader> loaders,
        boolean paranoid,
        Function<Object, String> nameOf,
        Function<Object, String> locationOf) {
    public RunInfo {
        requireNonNull(name, "name is null");
        requireNonNull(pipeline, "pipeline is null");
        requireNonNull(locator, "locator is null");
        loaders = Set.copyOf(loaders);
        requireNonNull(nameOf, "nameOf is null");
        requireNonNull(locationOf, "locationOf is null");
    }
}
