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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
        return Optional.of(
                ", which is no legal name. Names are lower case letters, digits and hyphens, beginning with a letter,"
                        + " such as '" + Descriptor.legalName(name).orElse("top-k") + "'; tell its author.");
    }

    /**
     * Returns everything that is wrong with the offers of one plugin, as sentences that follow its name.
     *
     * @param seams the seams that may be filled
     * @param optionReader reads the options of a record
     */
    static List<String> faults(
            List<Offer> offers, Collection<Class<?>> seams, Consumer<Class<? extends Record>> optionReader) {
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
                try {
                    readThrough(config, new HashSet<>(), optionReader);
                } catch (IllegalArgumentException unreadable) {
                    faults.add("has options of " + what + " that cannot be read: " + Faults.message(unreadable)
                            + ". This is a mistake in the plugin; tell its author.");
                }
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
    private static void readThrough(Type type, Set<Type> seen, Consumer<Class<? extends Record>> optionReader) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                readThrough(argument, seen, optionReader);
            }
        }
        if (type instanceof Class<?> config && config.isRecord() && seen.add(config)) {
            for (RecordComponent option : config.getRecordComponents()) {
                option.getAnnotations();
                readThrough(option.getGenericType(), seen, optionReader);
            }
            for (Field field : config.getDeclaredFields()) {
                field.getAnnotations();
                field.getAnnotatedType().getAnnotations();
            }
            optionReader.accept(config.asSubclass(Record.class));
        }
    }

    private static String seamNames(Collection<Class<?>> seams) {
        return String.join(", ", seams.stream().map(Class::getSimpleName).toList());
    }
}
