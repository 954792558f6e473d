package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import org.espalier.engine.config.Node.Entry;
import org.espalier.engine.config.Node.Mapping;
import org.espalier.engine.config.Node.Scalar;

/**
 * A component as a file chooses it: {@code name} or <code>{name: {options}}</code>.
 *
 * @param place of the name
 * @param options what stands behind the name; nothing when that is empty
 */
record Written(Place place, String name, Optional<Node> options) {
    Written {
        requireNonNull(place, "place is null");
        requireNonNull(name, "name is null");
    }

    /** Returns the choice that a node makes; nothing when it is none. */
    static Optional<Written> of(Node node) {
        if (node instanceof Scalar scalar && !node.isNothing()) {
            return Optional.of(new Written(scalar.place(), scalar.text(), Optional.empty()));
        }
        if (node instanceof Mapping mapping && mapping.entries().size() == 1) {
            Map.Entry<String, Entry> only =
                    mapping.entries().entrySet().iterator().next();
            Node behind = only.getValue().value();
            return Optional.of(new Written(
                    only.getValue().place(),
                    only.getKey(),
                    behind.isNothing() ? Optional.empty() : Optional.of(behind)));
        }
        return Optional.empty();
    }
}
