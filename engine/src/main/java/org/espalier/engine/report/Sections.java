package org.espalier.engine.report;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.espalier.engine.report.Highlights.Highlight;

/** The parts of the page that are drawn without a script. */
final class Sections {
    /** More columns than this are thinned: a table is for reading. */
    private static final int MOST_CHANGES = 24;

    /** A confusion matrix of more classes is no table to read. */
    private static final int MOST_CLASSES = 30;

    /** The page's title, and the counting rule above the ledger. */
    private static final Set<String> SHOWN_ELSEWHERE = Set.of("name", "ledger");

    private static final String TRADEOFF = """
        <section id="weights-left">
        <div class="head">
        <h2>Accuracy against weights left</h2>
        <label class="switch"><input type="checkbox" data-error-of="tradeoff-chart"> as error, on a logarithmic axis</label>
        </div>
        <p class="quiet">Each point is one measurement; of the epochs of one training at one density the last stands for \
        all. Weights left are of the prunable weights that the run began with. The axis is logarithmic, from the dense \
        network on the left to the sparsest on the right.</p>
        <div class="chart tall"><canvas id="tradeoff-chart" role="img" aria-label="Accuracy against the share of weights \
        left; the table below has the numbers"></canvas></div>
        """;

    private static final String LOSS = """
        <div>
        <h2>Loss over time</h2>
        <div class="chart"><canvas id="loss-chart" role="img" aria-label="Loss by optimizer step"></canvas></div>
        </div>
        """;

    private static final String ACCURACY = """
        <div>
        <div class="head">
        <h2>Accuracy over time</h2>
        <label class="switch"><input type="checkbox" data-error-of="accuracy-chart"> as error</label>
        </div>
        <div class="chart"><canvas id="accuracy-chart" role="img" aria-label="Accuracy by optimizer step"></canvas></div>
        </div>
        """;

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
            return "";
        }
        var html = new Html()
                .markup(TRADEOFF)
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
        return html.markup("</tbody></table></div></details></section>").toString();
    }

    /** Returns places for the charts of loss and accuracy over time, of those that were measured. */
    static String overTime(boolean loss, boolean accuracy) {
        if (!loss && !accuracy) {
            return "";
        }
        var html = new Html().markup("<section class=\"pair\">");
        if (loss) {
            html.markup(LOSS);
        }
        if (accuracy) {
            html.markup(ACCURACY);
        }
        return html.element(
                        "p",
                        "class=\"quiet wide\"",
                        "Optimizer steps since the run began. Grey lines mark where masks changed.")
                .markup("</section>")
                .toString();
    }

    /** Says that a run has no numbers yet, once for the whole page. */
    static String nothing() {
        return new Html()
                .element("p", "class=\"none\"", "Nothing was measured: no stage trained, evaluated or compared.")
                .toString();
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
        if (history.changes().stream().allMatch(change -> change.overall() == 1)) {
            return "";
        }
        MaskHistory shown = history.thinned(MOST_CHANGES);
        String thinned = shown.changes().size() == history.changes().size()
                ? ""
                : " The masks changed " + Numbers.count(history.changes().size()) + " times; shown are "
                        + shown.changes().size() + ", evenly spread. masks.csv has all.";
        var html = new Html()
                .markup("<section>")
                .element("h2", "Density by layer")
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
        return html.markup("</tr></tbody></table></div></section>").toString();
    }

    private static void cell(Html html, double density) {
        html.element("td", tint(density), Numbers.percentage(density));
    }

    /** The tint falls with the logarithm: from full at 100 % to none at 0.1 %. */
    private static String tint(double share) {
        double depth = !(share > 0) ? 0 : Math.max(0, Math.min(1, 1 + Math.log10(share) / 3));
        String deep = depth > 0.6 ? " class=\"deep\"" : "";
        return String.format(Locale.ROOT, "style=\"--d:%.0f%%\"%s", depth * 100, deep);
    }

    static String confusions(List<Confusions> matrices) {
        if (matrices.isEmpty()) {
            return "";
        }
        var html = new Html().markup("<section>").element("h2", "Confusion");
        for (Confusions matrix : matrices) {
            html.element(
                    "p",
                    "class=\"quiet\"",
                    "What was taken for what on the " + matrix.split() + " examples, last measured by "
                            + matrix.stage() + " at step " + Numbers.count(matrix.step())
                            + ": a row for each class, a column for what it was taken for.");
            confusions(html, matrix);
        }
        return html.markup("</section>").toString();
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
}
