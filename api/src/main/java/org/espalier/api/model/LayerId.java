package org.espalier.api.model;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * Names a layer of the network.
 *
 * @param path the layer's name, dotted where the network has parts, such as {@code layer1.0.conv1}; not blank
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record LayerId(String path) implements Comparable<LayerId> {
    public LayerId {
        if (path.isBlank()) {
            throw new IllegalArgumentException("a layer's path must not be blank");
        }
    }

    @Override
    public int compareTo(LayerId other) {
        return path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return path;
    }
}
