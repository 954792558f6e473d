package org.espalier.engine.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.espalier.api.report.Reporter;
import org.espalier.api.report.RunRecord;
import org.espalier.engine.file.WholeFile;

/**
 * One page that shows a run, {@code report.html}: what matters at a glance, charts, tables, the pipeline and where it all
 * comes from. The page holds everything it needs; whoever opens it needs no network.
 */
public record HtmlReport() implements Reporter {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

    @Override
    public void report(RunRecord record, Path directory) throws IOException {
        WholeFile.write(directory.resolve("report.html"), page(record));
    }

    static String page(RunRecord record) {
        Curves curves = Curves.of(record);
        List<Comparison> comparisons = Comparison.of(record);
        MaskHistory masks = MaskHistory.of(record.masks().stream()
                .filter(row -> !Comparison.holds(row.stage()))
                .toList());
        List<Curve> tradeoff = curves.againstWeightsLeft();
        boolean loss = !curves.overTime("loss").isEmpty();
        boolean accuracy = !curves.overTime(Curves.ACCURACY).isEmpty();
        boolean nothing = tradeoff.isEmpty() && comparisons.isEmpty() && !loss && !accuracy;
        var parts = new LinkedHashMap<String, String>();
        parts.put("name", Html.escape(record.name()));
        parts.put("subtitle", Html.escape(subtitle(record)));
        parts.put("outcome", Sections.outcome(record.provenance()) + Warnings.html(record));
        parts.put("style", Resources.text("report.css"));
        parts.put("highlights", Sections.highlights(Highlights.of(record)));
        parts.put("comparisons", Comparisons.html(comparisons));
        parts.put("tradeoff", nothing ? Sections.nothing() : Sections.weightsLeft(tradeoff));
        parts.put("over-time", Sections.overTime(loss, accuracy));
        parts.put("progress", Sections.progress(curves.progress().keySet()));
        parts.put("densities", Sections.densities(masks));
        parts.put("decompositions", Decompositions.html(record.metrics(), record.remarks()));
        parts.put("confusions", Sections.confusions(Confusions.lastOfEachSplit(record.confusion())));
        parts.put("ledger", LedgerTable.html(record));
        parts.put("provenance", Sections.facts(record.provenance()));
        parts.put("pipeline", Html.escape(record.pipeline()));
        parts.put("numbers", ChartNumbers.json(curves, comparisons, masks));
        parts.put("chart-version", Html.escape(Resources.chartVersion()));
        parts.put("chart", Resources.chart());
        parts.put("script", Resources.text("report.js"));
        return fill(Resources.text("report.html"), parts);
    }

    /** Puts the parts in their places in one pass, so that a part that looks like a place stays as it is. */
    private static String fill(String template, Map<String, String> parts) {
        return PLACE.matcher(template).replaceAll(place -> {
            String part = parts.get(place.group(1));
            if (part == null) {
                throw new IllegalStateException("report.html has a place for '" + place.group(1) + "'");
            }
            return Matcher.quoteReplacement(part);
        });
    }

    private static String subtitle(RunRecord record) {
        long steps = record.metrics().stream()
                .mapToLong(RunRecord.MetricRow::step)
                .max()
                .orElse(0);
        String seed = record.provenance().get("seed");
        String made = Numbers.count(steps) + " optimizer steps";
        return seed == null ? made : made + " · seed " + seed;
    }
}
