package org.espalier.engine.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.api.report.RunRecord.RemarkRow;

/**
 * What stages that decompose layers took down: what each layer became or why it stayed, in which unit and measure, and what
 * other budgets would have come to.
 */
final class Decompositions {
    static final String LAYER = "decomposed.";
    static final String ALL = "decompose.";

    private static final String CURVE = ALL + "curve.";
    /** A share that was kept, as {@code Double.toString} writes it. */
    private static final Pattern POINT = Pattern.compile(Pattern.quote(CURVE) + "\\d{1,20}\\.\\d{1,20}(E-?\\d{1,3})?");

    private static final String KNOB = "knob-";
    private static final String STAYS = ".stays";

    private final String stage;
    private final Map<String, Map<String, Double>> layers = new LinkedHashMap<>();
    private final Map<String, Double> all = new LinkedHashMap<>();
    private final Map<Double, Double> curve = new LinkedHashMap<>();
    private final Map<String, String> words = new LinkedHashMap<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();

    private Decompositions(String stage) {
        this.stage = stage;
    }

    /** Returns the page's section; nothing where nothing was decomposed. */
    static String html(List<MetricRow> metrics, List<RemarkRow> remarks) {
        List<Decompositions> decompositions = of(metrics, remarks);
        if (decompositions.isEmpty()) {
            return "";
        }
        var html = new Html().markup("<section>").element("h2", "What layers became");
        decompositions.forEach(each -> each.table(html));
        html.element("h2", "Budget and worst error");
        decompositions.forEach(each -> each.curve(html));
        return html.markup("</section>").toString();
    }

    private static List<Decompositions> of(List<MetricRow> metrics, List<RemarkRow> remarks) {
        var byStage = new LinkedHashMap<String, Decompositions>();
        for (MetricRow row : metrics) {
            if (isOurs(row.key())) {
                byStage.computeIfAbsent(row.stage(), Decompositions::new).take(row);
            }
        }
        for (RemarkRow row : remarks) {
            if (isOurs(row.key())) {
                byStage.computeIfAbsent(row.stage(), Decompositions::new).take(row);
            }
        }
        return new ArrayList<>(byStage.values());
    }

    private static boolean isOurs(String key) {
        return key.startsWith(LAYER) || key.startsWith(ALL);
    }

    private void take(RemarkRow row) {
        String key = row.key();
        if (key.startsWith(ALL)) {
            words.put(key.substring(ALL.length()), row.words());
        } else if (key.endsWith(STAYS) && key.length() > LAYER.length() + STAYS.length()) {
            skipped.put(key.substring(LAYER.length(), key.length() - STAYS.length()), row.words());
        }
    }

    private String unit() {
        return words.getOrDefault("unit", "the unit of its budget");
    }

    private String measure() {
        return words.getOrDefault("measure", "as the decomposition measures it");
    }

    private void take(MetricRow row) {
        String key = row.key();
        if (POINT.matcher(key).matches()) {
            curve.put(Double.valueOf(key.substring(CURVE.length())), row.value());
        } else if (key.startsWith(ALL)) {
            all.put(key.substring(ALL.length()), row.value());
        } else if (endOfLayer(key) > LAYER.length()) {
            int end = endOfLayer(key);
            layers.computeIfAbsent(key.substring(LAYER.length(), end), name -> new LinkedHashMap<>())
                    .put(key.substring(end + 1), row.value());
        }
    }

    /** Returns where a layer's name ends, which may have dots, as may those of knobs. */
    private static int endOfLayer(String key) {
        int knob = key.indexOf("." + KNOB);
        return knob < 0 ? key.lastIndexOf('.') : knob;
    }

    private void table(Html html) {
        html.element("p", "class=\"quiet\"", stage + ": costs are in " + unit() + "; error: " + measure() + ".")
                .markup("<div class=\"scroll\"><table><thead><tr>")
                .element("th", "scope=\"col\"", "layer")
                .element("th", "scope=\"col\" class=\"text\"", "became");
        List.of("error", "cost before", "cost after", "share")
                .forEach(column -> html.element("th", "scope=\"col\"", column));
        html.markup("</tr></thead><tbody>");
        layers.forEach((layer, numbers) -> row(html, layer, knobs(numbers), numbers));
        skipped.forEach((layer, why) -> row(html, layer, "stays as it is: " + why, Map.of()));
        html.markup("</tbody><tfoot>");
        row(html, "all", "", all);
        html.markup("</tfoot></table></div>");
    }

    private static String knobs(Map<String, Double> numbers) {
        String knobs = numbers.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(KNOB))
                .map(entry -> entry.getKey().substring(KNOB.length()) + " " + Numbers.measure("", entry.getValue()))
                .collect(joining(", "));
        return knobs.isEmpty() ? "unchanged" : knobs;
    }

    private static void row(Html html, String name, String became, Map<String, Double> numbers) {
        double before = numbers.getOrDefault("before", Double.NaN);
        double after = numbers.getOrDefault("after", Double.NaN);
        html.markup("<tr>")
                .element("th", "scope=\"row\"", name)
                .element("td", "class=\"text\"", became)
                .element("td", error(numbers.getOrDefault("error", Double.NaN)))
                .element("td", Numbers.measure("", before))
                .element("td", Numbers.measure("", after));
        bar(html, Numbers.percent(after / before), after / before);
        html.markup("</tr>");
    }

    private void curve(Html html) {
        if (curve.isEmpty()) {
            return;
        }
        double most = curve.values().stream().mapToDouble(each -> each).max().orElse(0);
        html.element(
                        "p",
                        "class=\"quiet\"",
                        stage + ": the worst layer's error (" + measure() + "), had another share of the cost (in "
                                + unit() + ") been kept. Shares that cannot be reached are left out.")
                .markup("<div class=\"scroll\"><table><thead><tr>")
                .element("th", "scope=\"col\"", "share kept")
                .element("th", "scope=\"col\"", "worst error")
                .markup("</tr></thead><tbody>");
        curve.forEach((share, worst) -> {
            html.markup("<tr>").element("th", "scope=\"row\"", Numbers.percent(share));
            bar(html, error(worst), most == 0 ? 0 : worst / most);
            html.markup("</tr>");
        });
        html.markup("</tbody></table></div>");
    }

    private static void bar(Html html, String text, double share) {
        double width = Double.isFinite(share) ? Math.max(0, Math.min(1, share)) * 100 : 0;
        html.markup("<td>")
                .markup(Html.escape(text))
                .markup(String.format(
                        Locale.ROOT, "<span class=\"bar\"><i style=\"width:%.1f%%\"></i></span></td>", width));
    }

    private static String error(double error) {
        return Double.isFinite(error) ? String.format(Locale.ROOT, "%.4f", error) : "–";
    }
}
