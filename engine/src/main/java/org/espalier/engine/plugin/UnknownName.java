package org.espalier.engine.plugin;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.espalier.engine.text.Phrases;
import org.espalier.engine.text.Suggestions;

/** Tells a user why a name was not found: what was meant perhaps, what exists, and which plugin could not be loaded. */
final class UnknownName {
    private final LoadedRegistry registry;
    private final Class<?> seam;
    private final String asked;
    private final String plugin;
    private final String bare;

    UnknownName(LoadedRegistry registry, Class<?> seam, String asked) {
        this.registry = registry;
        this.seam = seam;
        this.asked = asked;
        int slash = asked.indexOf('/');
        this.plugin = slash < 0 ? "" : asked.substring(0, slash);
        this.bare = asked.substring(slash + 1);
    }

    /** Returns the message about a bare name that several plugins offer. */
    static String ambiguous(Class<?> seam, String asked, List<Offer> found) {
        List<String> plugins = found.stream()
                .map(offer -> offer.plugin().name() + " (" + offer.plugin().origin() + ")")
                .toList();
        return Registry.seamName(seam) + " '" + asked + "' is offered by " + Phrases.number(found.size()) + " plugins: "
                + String.join(", ", plugins) + ". Write "
                + Phrases.enumerate(found.stream().map(Offer::qualifiedName).toList(), "or") + ".";
    }

    /** Returns the message about a name that nothing has. */
    String message() {
        List<String> sentences = new ArrayList<>();
        sentences.add("no " + Registry.seamName(seam) + " '" + asked + "'.");
        sentences.addAll(aboutPlugin());
        sentences.addAll(aboutOtherSeams());
        String question = Suggestions.didYouMean(meant());
        if (!question.isEmpty()) {
            sentences.add(question);
        }
        sentences.add(installed());
        if (question.isEmpty() && plugin.isEmpty()) {
            sentences.addAll(aboutProblems());
        }
        return String.join(" ", sentences);
    }

    private List<String> aboutPlugin() {
        if (plugin.isEmpty()
                || registry.plugins().stream()
                        .anyMatch(installed -> installed.name().equals(plugin))) {
            return List.of();
        }
        List<String> reasons = registry.problems().stream()
                .filter(this::concernsPlugin)
                .map(PluginProblem::message)
                .toList();
        return reasons.isEmpty()
                ? List.of("No plugin '" + plugin + "' is installed.")
                : List.of("Plugin " + plugin + " could not be loaded: " + String.join(" ", reasons));
    }

    /** Where a plugin could not even say its name, its jar's or directory's stands for it. */
    private boolean concernsPlugin(PluginProblem problem) {
        if (!problem.plugin().isEmpty()) {
            return problem.plugin().equals(plugin);
        }
        return Arrays.stream(problem.origin().split("/", -1))
                .map(part -> part.replaceFirst("\\.jar$", "").replaceFirst("-\\d.*$", ""))
                .anyMatch(plugin::equals);
    }

    private List<String> aboutOtherSeams() {
        List<String> kinds = registry.seams().stream()
                .filter(other -> registry.offers(other).stream()
                        .anyMatch(offer -> asked.equals(offer.name()) || asked.equals(offer.qualifiedName())))
                .map(other -> Phrases.withArticle(Registry.seamName(other)))
                .toList();
        return kinds.isEmpty() ? List.of() : List.of("'" + asked + "' is " + Phrases.enumerate(kinds, "and") + ".");
    }

    private List<String> meant() {
        if (plugin.isEmpty()) {
            return nearest(asked, Offer::name);
        }
        List<String> qualified = nearest(asked, Offer::qualifiedName);
        return qualified.isEmpty() ? nearest(bare, Offer::name) : qualified;
    }

    private List<String> nearest(String word, Function<Offer, String> name) {
        Map<String, List<Offer>> named =
                registry.offers(seam).stream().collect(groupingBy(name, LinkedHashMap::new, toList()));
        return Suggestions.nearest(word, named.keySet()).stream()
                .flatMap(near -> named.getOrDefault(near, List.of()).stream())
                .map(registry::shownName)
                .toList();
    }

    private String installed() {
        List<String> names = registry.offers(seam).stream()
                .map(registry::shownName)
                .sorted(comparing((String name) -> name.contains("/")).thenComparing(name -> name))
                .toList();
        return names.isEmpty()
                ? "No " + Registry.seamName(seam) + " is installed."
                : "Installed: " + String.join(", ", names) + ".";
    }

    private List<String> aboutProblems() {
        List<PluginProblem> problems = registry.problems();
        if (problems.isEmpty()) {
            return List.of();
        }
        if (problems.size() == 1) {
            return List.of("It may be in a plugin that could not be loaded: "
                    + problems.get(0).message());
        }
        List<String> origins =
                problems.stream().map(PluginProblem::origin).distinct().toList();
        return List.of("It may be in a plugin that could not be loaded: " + String.join(", ", origins) + ".");
    }
}
