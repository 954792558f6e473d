package org.espalier.dist;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.espalier.engine.config.KnobInfo;
import org.espalier.engine.config.Knobs;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.PluginInfo;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.text.Shown;
import org.espalier.engine.text.Suggestions;

/** What {@code plugins describe} prints: everything that has a name, with its options. */
final class PluginDescription {
    private PluginDescription() {}

    /**
     * Describes all that is called {@code name}: components and presets of every seam, or else all that a plugin offers, or
     * else lists a seam.
     *
     * @throws UserException when nothing is
     */
    static String text(Registry registry, String name) {
        List<Offer> all = registry.seams().stream()
                .flatMap(seam -> registry.offers(seam).stream())
                .toList();
        List<Offer> found = all.stream()
                .filter(offer ->
                        offer.name().equals(name) || offer.qualifiedName().equals(name))
                .toList();
        if (found.isEmpty()) {
            found = all.stream()
                    .filter(offer -> offer.plugin().descriptor().name().equals(name))
                    .toList();
        }
        if (found.isEmpty()) {
            return SeamNames.find(name)
                    .map(seam -> PluginList.text(registry, seam))
                    .orElseThrow(() -> unknown(registry, all, name));
        }
        return Shown.plain(found.stream().map(PluginDescription::text).collect(Collectors.joining("\n")));
    }

    private static UserException unknown(Registry registry, List<Offer> all, String name) {
        var names = new LinkedHashSet<String>();
        all.forEach(offer -> names.add(name.contains("/") ? offer.qualifiedName() : offer.name()));
        registry.plugins().stream().map(PluginInfo::descriptor).forEach(descriptor -> names.add(descriptor.name()));
        var sentences = new ArrayList<String>();
        names.addAll(SeamNames.all());
        sentences.add("no component, preset, plugin or seam '" + name + "'.");
        sentences.add(Suggestions.didYouMean(name, names));
        sentences.add("'espalier plugins list' shows what there is.");
        return new UserException(
                sentences.stream().filter(sentence -> !sentence.isEmpty()).collect(Collectors.joining(" ")));
    }

    private static String text(Offer offer) {
        var text = new StringBuilder();
        text.append(Registry.seamName(offer.seam()))
                .append(' ')
                .append(offer.qualifiedName())
                .append('\n');
        text.append("  ").append(offer.summary()).append('\n');
        text.append("  from ").append(PluginList.title(offer.plugin())).append('\n');
        if (offer instanceof Offer.Component component) {
            options(text, component.provider().config());
        }
        if (offer instanceof Offer.Composition composition) {
            text.append("  stands for\n");
            composition.preset().composition().lines().forEach(line -> text.append("    ")
                    .append(line)
                    .append('\n'));
        }
        return text.toString();
    }

    private static void options(StringBuilder text, Class<? extends Record> config) {
        if (Knobs.of(config).isEmpty()) {
            text.append("  has no options\n");
            return;
        }
        options(text, config, "  ", 0);
    }

    /** Options that are mappings are followed by the options that they hold, indented. */
    private static void options(StringBuilder text, Class<? extends Record> config, String indent, int depth) {
        var nested = Knobs.nested(config);
        for (KnobInfo knob : Knobs.of(config)) {
            text.append('\n').append(indent).append(knob.name()).append(": ").append(knob.type());
            if (!knob.bounds().isEmpty()) {
                text.append(", ").append(knob.bounds());
            }
            text.append(knob.required() ? "; required" : "; default " + knob.otherwise())
                    .append('\n');
            text.append(indent).append("  ").append(knob.help()).append('\n');
            Class<? extends Record> held = nested.get(knob.name());
            if (held != null && depth < Knobs.DEEPEST) {
                options(text, held, indent + "    ", depth + 1);
            }
        }
    }
}
