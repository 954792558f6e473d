package org.espalier.engine.report;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.espalier.api.report.Ledger;
import org.espalier.engine.report.Highlights.Highlight;

/** The parts of the page that are drawn without a script. */
final class Sections {
    /** More columns than this are thinned: a table is for reading. */
    private static final int MOST_CHANGES = 24;

    /** A confusion matrix of more classes is no table to read. */
    private static final int MOST_CLASSES = 30;

    /** The page's title, and the counting rule above the ledger. */
    private static final Set<String> SHOWN_ELSEWHERE = Set.of("name", "ledger");

    private Sections() {}

    static String highlights(List<Highlight> highlights) {
        var html = new Html().markup("<dl class=\"glance\">");
        for (Highlight highlight : highlights) {
            html.markup("<div>")
                    .element("dt", highlight.title())
                    .element("dd", "class=\"value\"", highlight.value())
                    .element("dd", "class=\"note\"", highlight.note())
                    .markup("</div>");
        }
        return html.markup("</dl>").toString();
    }

    static String weightsLeft(List<Curve> curves) {
        WeightsLeft table = WeightsLeft.of(curves);
        if (table.rows().isEmpty()) {
            return none("No accuracy was measured on validation or test data.");
        }
        var html = new Html()
                .markup("<details open><summary>The numbers</summary><div class=\"scroll\"><table><thead><tr>");
        html.element("th", "scope=\"col\"", "weights left").element("th", "scope=\"col\" class=\"text\"", "stage");
        table.columns().forEach(column -> html.element("th", "scope=\"col\"", column));
        html.markup("</tr></thead><tbody>");
        for (WeightsLeft.Row row : table.rows()) {
            html.markup("<tr>")
                    .element("th", "scope=\"row\"", Numbers.percent(row.density()))
                    .element("td", "class=\"text\"", row.stage());
            for (int column = 0; column < row.values().size(); column++) {
                double value = row.values().get(column);
                String best = value == table.best(column) ? "class=\"best\"" : "";
                html.element("td", best, Numbers.percent(value));
            }
            html.markup("</tr>");
        }
        return html.markup("</tbody></table></div></details>").toString();
    }

    /** Returns a place for a chart of each family of numbers that were taken down while something was trained. */
    static String progress(Collection<String> families) {
        if (families.isEmpty()) {
            return "";
        }
        var html = new Html().markup("<section class=\"pair\">");
        int i = 0;
        for (String family : families) {
            html.markup("<div>")
                    .element("h2", family + " over time")
                    .markup("<div class=\"chart\"><canvas id=\"progress-chart-" + i++
                            + "\" role=\"img\" aria-label=\"By optimizer step\"></canvas></div></div>");
        }
        return html.markup("</section>").toString();
    }

    static String densities(MaskHistory history) {
        if (history.changes().isEmpty()) {
            return none("No mask was changed.");
        }
        MaskHistory shown = history.thinned(MOST_CHANGES);
        String thinned = shown.changes().size() == history.changes().size()
                ? ""
                : " The masks changed " + Numbers.count(history.changes().size()) + " times; shown are "
                        + shown.changes().size() + ", evenly spread. masks.csv has all.";
        var html = new Html()
                .element(
                        "p",
                        "class=\"quiet\"",
                        "Percent of the weights alive, after each change of the masks." + thinned);
        html.markup("<div class=\"scroll\"><table class=\"heat\"><thead><tr>").element("th", "scope=\"col\"", "step");
        shown.changes()
                .forEach(change -> html.element(
                        "th",
                        "scope=\"col\" title=\"" + Html.escape(change.stage()) + "\"",
                        Numbers.count(change.step())));
        html.markup("</tr></thead><tbody>");
        for (int param = 0; param < shown.params().size(); param++) {
            html.markup("<tr>").element("th", "scope=\"row\"", shown.params().get(param));
            for (MaskHistory.Change change : shown.changes()) {
                cell(html, change.densities().get(param));
            }
            html.markup("</tr>");
        }
        html.markup("<tr class=\"all\">").element("th", "scope=\"row\"", "all");
        shown.changes().forEach(change -> cell(html, change.overall()));
        return html.markup("</tr></tbody></table></div>").toString();
    }

    private static void cell(Html html, double density) {
        html.element("td", tint(density), Numbers.percentage(density));
    }

    /** The tint falls with the logarithm: from full at 100 % to none at 0.1 %. */
    private static String tint(double share) {
        double depth = share <= 0 ? 0 : Math.max(0, Math.min(1, 1 + Math.log10(share) / 3));
        String deep = depth > 0.6 ? " class=\"deep\"" : "";
        return String.format(Locale.ROOT, "style=\"--d:%.0f%%\"%s", depth * 100, deep);
    }

    static String confusions(List<Confusions> matrices) {
        if (matrices.isEmpty()) {
            return none("No confusion matrix was measured: give 'evaluate' the metric 'confusion-matrix' for one.");
        }
        var html = new Html();
        for (Confusions matrix : matrices) {
            html.element(
                    "p",
                    "class=\"quiet\"",
                    "What was taken for what on the " + matrix.split() + " examples, last measured by "
                            + matrix.stage() + " at step " + Numbers.count(matrix.step())
                            + ": a row for each class, a column for what it was taken for.");
            confusions(html, matrix);
        }
        return html.toString();
    }

    private static void confusions(Html html, Confusions matrix) {
        boolean whole = matrix.classes().size() <= MOST_CLASSES;
        if (!whole) {
            html.element("p", "class=\"quiet\"", "There are too many classes to show; confusion.csv has all.");
        }
        html.markup("<div class=\"scroll\"><table class=\"heat\"><thead><tr>").element("th", "scope=\"col\"", "class");
        for (int predicted = 0; whole && predicted < matrix.classes().size(); predicted++) {
            html.element(
                    "th", "scope=\"col\"", Integer.toString(matrix.classes().get(predicted)));
        }
        html.element("th", "scope=\"col\"", "examples").element("th", "scope=\"col\"", "recall");
        html.markup("</tr></thead><tbody>");
        for (int actual = 0; actual < matrix.classes().size(); actual++) {
            long examples = matrix.examples(actual);
            html.markup("<tr>")
                    .element(
                            "th",
                            "scope=\"row\"",
                            Integer.toString(matrix.classes().get(actual)));
            for (int predicted = 0; whole && predicted < matrix.classes().size(); predicted++) {
                long count = matrix.counts().get(actual).get(predicted);
                html.element("td", tint(examples == 0 ? 0 : (double) count / examples), Numbers.count(count));
            }
            html.element("td", Numbers.count(examples))
                    .element("td", Numbers.percent(matrix.recall(actual)))
                    .markup("</tr>");
        }
        html.markup("</tbody></table></div>");
    }

    static String ledger(Ledger ledger) {
        if (ledger.layers().isEmpty()) {
            return none("Nothing was counted.");
        }
        var html = new Html()
                .element("p", "class=\"quiet\"", ledger.rule())
                .markup("<div class=\"scroll\"><table><thead><tr>");
        html.element("th", "scope=\"col\"", "layer").element("th", "scope=\"col\" class=\"text\"", "operator");
        List.of("parameters", "prunable", "alive", "weights left", "not zero", "FLOPs dense", "FLOPs sparse")
                .forEach(column -> html.element("th", "scope=\"col\"", column));
        html.markup("</tr></thead><tbody>");
        ledger.layers().forEach(line -> line(html, line));
        html.markup("</tbody><tfoot>");
        line(html, ledger.total());
        return html.markup("</tfoot></table></div>").toString();
    }

    private static void line(Html html, Ledger.Line line) {
        html.markup("<tr>").element("th", "scope=\"row\"", line.name()).element("td", "class=\"text\"", line.kind());
        html.element("td", Numbers.count(line.parameters()))
                .element("td", Numbers.count(line.prunable()))
                .element("td", Numbers.count(line.alive()));
        if (line.prunable() == 0) {
            html.element("td", "–");
        } else {
            html.markup("<td>")
                    .markup(Html.escape(Numbers.percent(line.density())))
                    .markup(String.format(
                            Locale.ROOT,
                            "<span class=\"bar\"><i style=\"width:%.1f%%\"></i></span></td>",
                            line.density() * 100));
        }
        html.element("td", Numbers.count(line.nonzero()))
                .element("td", Numbers.count(line.denseFlops()))
                .element("td", Numbers.count(line.sparseFlops()))
                .markup("</tr>");
    }

    /** A run that was cut short says so above its numbers. */
    static String outcome(Map<String, String> facts) {
        String outcome = facts.getOrDefault("outcome", "");
        return outcome.startsWith("stopped")
                ? new Html()
                        .element("p", "class=\"notice\"", "This run was cut short. " + outcome)
                        .toString()
                : "";
    }

    static String facts(Map<String, String> facts) {
        var html = new Html().markup("<dl class=\"facts\">");
        facts.forEach((name, fact) -> {
            if (!SHOWN_ELSEWHERE.contains(name)) {
                html.element("dt", name).element("dd", fact);
            }
        });
        return html.markup("</dl>").toString();
    }

    private static String none(String sentence) {
        return new Html().element("p", "class=\"none\"", sentence).toString();
    }
}
