package org.espalier.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.espalier.engine.plugin.CorePlugin;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.Registry;

/**
 * Writes the reference of pipeline files, as Markdown: every seam, each component and preset that is offered for it, and every
 * option with what may be written, its default and what it means. It comes from the records that the options are read into, so
 * it cannot differ from what the engine accepts.
 */
public final class ReferenceWriter {
    private final Registry registry;
    private final StringBuilder text = new StringBuilder();

    public ReferenceWriter(Registry registry) {
        this.registry = registry;
    }

    /** Returns the reference of files that are read into {@code file}. */
    public String write(Class<? extends Record> file) {
        text.setLength(0);
        line("# Reference of pipeline files");
        line("");
        line("Everything that can be written in a pipeline file with the plugins that are installed. It is generated:"
                + " `espalier reference` writes it anew.");
        line("");
        line("A component is written `name`, or `name: { option: value }`. A component with one required option, or"
                + " with one option at all, also takes the bare value: `name: value`. A default in braces is a"
                + " component with its options.");
        line("");
        List<Class<?>> seams = registry.seams().stream()
                .filter(seam -> !registry.offers(seam).isEmpty())
                .toList();
        line("- [The file](#the-file)");
        seams.forEach(seam ->
                line("- [" + title(seam) + "](#" + anchor(title(seam)) + "): " + String.join(", ", names(seam))));
        line("");
        line("## The file");
        line("");
        options(file);
        seams.forEach(this::seam);
        return text.toString().stripTrailing() + "\n";
    }

    private List<String> names(Class<?> seam) {
        return registry.offers(seam).stream()
                .map(offer -> "`" + offer.name() + "`")
                .toList();
    }

    private void seam(Class<?> seam) {
        line("");
        line("## " + title(seam));
        for (Offer offer : registry.offers(seam)) {
            line("");
            line("### " + offer.name());
            line("");
            line(sentence(offer.summary()) + " From " + source(offer) + ".");
            line("");
            if (offer instanceof Offer.Component component) {
                options(component.provider().config());
            } else if (offer instanceof Offer.Composition composition) {
                line("A preset; each of its options can be changed. It stands for");
                line("");
                line("```yaml");
                line(composition.preset().composition().strip());
                line("```");
            }
        }
    }

    private static String source(Offer offer) {
        String plugin = offer.plugin().descriptor().name();
        return plugin.equals(CorePlugin.NAME) ? "the core" : "the plugin `" + plugin + "`";
    }

    private void options(Class<? extends Record> config) {
        List<String> rows = rows("", config, 0);
        if (rows.isEmpty()) {
            line("It has no options.");
            return;
        }
        line("| option | what may be written | default | meaning |");
        line("|---|---|---|---|");
        rows.forEach(this::line);
    }

    private static List<String> rows(String prefix, Class<? extends Record> config, int depth) {
        var rows = new ArrayList<String>();
        var nested = Knobs.nested(config);
        for (Option option : Shape.of(config).options()) {
            KnobInfo knob = Knobs.info(option);
            String may = knob.bounds().isEmpty() ? knob.type() : knob.type() + ", " + knob.bounds();
            String otherwise = knob.required() ? "required" : "`" + knob.otherwise() + "`";
            rows.add("| `" + prefix + knob.name() + "` | " + cell(may) + " | " + cell(otherwise) + " | "
                    + cell(knob.help()) + " |");
            Class<? extends Record> held = nested.get(knob.name());
            if (held != null && depth < Knobs.DEEPEST) {
                boolean single = option.type() instanceof ValueType.Nested;
                rows.addAll(rows(prefix + knob.name() + (single ? "." : "[]."), held, depth + 1));
            }
        }
        return rows;
    }

    /** A bar would end the cell, and a sign of less would begin an element. */
    private static String cell(String words) {
        return words.replace("|", "\\|").replace("<", "&lt;").replaceAll("\\s*\\R\\s*", " ");
    }

    private static String sentence(String summary) {
        String words = summary.strip().replaceAll("\\s*\\R\\s*", " ");
        String capital = words.isEmpty() ? "" : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        return capital.isEmpty() || capital.endsWith(".") ? capital : capital + ".";
    }

    private static String title(Class<?> seam) {
        String name = Registry.seamName(seam);
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
