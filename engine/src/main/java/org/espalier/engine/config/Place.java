package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

/**
 * Where a piece of configuration comes from: a user, or a plugin's default or preset that a user's words brought in.
 *
 * @param location where the user wrote it, or wrote what brought it in
 * @param via who wrote it
 * @param owner for defaults and presets whose they are, such as {@code mask policy 'rigl'}; else empty
 */
record Place(Location location, Via via, String owner) {
    /** Who wrote a piece of configuration. */
    enum Via {
        USER,
        DEFAULT,
        PRESET
    }

    Place {
        requireNonNull(location, "location is null");
        requireNonNull(via, "via is null");
        requireNonNull(owner, "owner is null");
    }

    static Place written(Location location) {
        return new Place(location, Via.USER, "");
    }

    /** Returns the place of a default of {@code whose}, which stands here. */
    Place defaultOf(String whose) {
        return new Place(location, Via.DEFAULT, whose);
    }

    /** Returns the place of what the preset {@code whose}, which stands here, is a name for. */
    Place presetOf(String whose) {
        return new Place(location, Via.PRESET, whose);
    }

    /** Returns a message about what stands here, with the reason for its standing here. */
    String explain(String message) {
        return switch (via) {
            case USER -> message;
            case DEFAULT -> "a default of " + owner + " is wrong: " + message;
            case PRESET -> "the preset " + owner + " is wrong: " + message;
        };
    }

    /** Returns a message about a component that is not to be had, with the reason for wanting it. */
    String explainUse(String component, String message) {
        return switch (via) {
            case USER -> message;
            case DEFAULT -> owner + " uses " + component + " by default, but " + message;
            case PRESET -> owner + " uses " + component + ", but " + message;
        };
    }
}
