package org.espalier.engine.plugin;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Knob;

/** Checks what a plugin offers before any of it is registered. */
final class OfferChecks {
    private OfferChecks() {}

    /** Returns what is wrong with a name, to follow it; empty when it is legal. */
    static Optional<String> illegal(String name) {
        if (name.matches(Descriptor.LEGAL_NAME)) {
            return Optional.empty();
        }
        String mended =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+|-+$", "");
        return Optional.of(
                ", which is no legal name. Names are lower case letters, digits and hyphens, beginning with a letter,"
                        + " such as '" + (mended.isEmpty() ? "top-k" : mended) + "'; tell its author.");
    }

    /**
     * Returns everything that is wrong with the offers of one plugin, as sentences that follow its name.
     *
     * @param seams the seams that may be filled
     */
    static List<String> faults(List<Offer> offers, Collection<Class<?>> seams) {
        Set<String> faults = new LinkedHashSet<>();
        Map<Class<?>, Set<String>> names = new HashMap<>();
        for (Offer offer : offers) {
            if (!seams.contains(offer.seam())) {
                faults.add(
                        "offers '" + offer.name() + "' as " + offer.seam().getName() + ", which is no seam of the SPI."
                                + " The seams are " + seamNames(seams) + "; tell its author.");
                continue;
            }
            String what = Registry.seamName(offer.seam()) + " '" + offer.name() + "'";
            illegal(offer.name()).ifPresent(fault -> faults.add("offers " + what + fault));
            if (!names.computeIfAbsent(offer.seam(), seam -> new LinkedHashSet<>())
                    .add(offer.name())) {
                faults.add("offers " + what + " twice. Its author must give one of them another name.");
            }
            if (offer instanceof Offer.Component component) {
                Class<? extends Record> config = component.provider().config();
                faults.addAll(undocumented(what, config));
                readThrough(config, new HashSet<>());
            }
        }
        return List.copyOf(faults);
    }

    private static List<String> undocumented(String what, Class<? extends Record> config) {
        List<String> faults = new ArrayList<>();
        for (RecordComponent option : config.getRecordComponents()) {
            if (option.getAnnotation(Knob.class) == null) {
                faults.add("has an option of " + what + " that nothing explains: component '" + option.getName()
                        + "' of " + config.getName() + " has no @Knob. Its author must add one.");
            }
        }
        return faults;
    }

    /**
     * Reads all that files, documentation and the schema will want to know of options, so that what cannot be read is
     * noticed here and not when a file uses it.
     */
    private static void readThrough(Type type, Set<Type> seen) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                readThrough(argument, seen);
            }
        }
        if (type instanceof Class<?> config && config.isRecord() && seen.add(config)) {
            for (RecordComponent option : config.getRecordComponents()) {
                option.getAnnotations();
                readThrough(option.getGenericType(), seen);
            }
            for (Field field : config.getDeclaredFields()) {
                field.getAnnotations();
                field.getAnnotatedType().getAnnotations();
            }
        }
    }

    private static String seamNames(Collection<Class<?>> seams) {
        return String.join(", ", seams.stream().map(Class::getSimpleName).toList());
    }
}
