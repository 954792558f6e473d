package org.espalier.engine.report;

import java.util.List;
import java.util.Locale;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.RunRecord;

/** What the network holds and costs, as a table of the page. */
final class LedgerTable {
    private LedgerTable() {}

    /**
     * One row.
     *
     * @param name the layer's, or what is summed up
     * @param line its counts
     * @param of how many prunable weights the share of those alive is of
     */
    record Row(String name, Ledger.Line line, long of) {
        /** Returns the share of weights left; not a number where none can be pruned. */
        double left() {
            return of == 0 ? Double.NaN : (double) line.alive() / of;
        }
    }

    static List<Row> layers(RunRecord record) {
        return record.ledger().layers().stream()
                .map(line -> new Row(line.name(), line, line.prunable()))
                .toList();
    }

    /** Returns the total, of what the run began with; where layers were replaced, behind it what that was. */
    static List<Row> totals(RunRecord record) {
        Ledger.Line began = record.initial().total();
        var total = new Row("total", record.ledger().total(), began.prunable());
        return Sizes.replaced(record) ? List.of(total, new Row("began with", began, began.prunable())) : List.of(total);
    }

    /** Returns the section; nothing where nothing was counted. */
    static String html(RunRecord record) {
        Ledger ledger = record.ledger();
        if (ledger.layers().isEmpty()) {
            return "";
        }
        var html = new Html()
                .markup("<section>")
                .element("h2", "What the network holds and costs")
                .element("p", "class=\"quiet\"", ledger.rule())
                .markup("<div class=\"scroll\"><table><thead><tr>");
        html.element("th", "scope=\"col\"", "layer").element("th", "scope=\"col\" class=\"text\"", "operator");
        List.of("parameters", "prunable", "alive", "weights left", "not zero", "FLOPs dense", "FLOPs sparse")
                .forEach(column -> html.element("th", "scope=\"col\"", column));
        html.markup("</tr></thead><tbody>");
        layers(record).forEach(row -> row(html, row));
        html.markup("</tbody><tfoot>");
        totals(record).forEach(row -> row(html, row));
        return html.markup("</tfoot></table></div></section>").toString();
    }

    private static void row(Html html, Row row) {
        Ledger.Line line = row.line();
        html.markup("<tr>")
                .element("th", "scope=\"row\"", row.name())
                .element("td", "class=\"text\"", line.kind())
                .element("td", Numbers.count(line.parameters()))
                .element("td", Numbers.count(line.prunable()))
                .element("td", Numbers.count(line.alive()));
        if (Double.isNaN(row.left())) {
            html.element("td", "–");
        } else {
            html.markup("<td>")
                    .markup(Html.escape(Numbers.percent(row.left())))
                    .markup(String.format(
                            Locale.ROOT,
                            "<span class=\"bar\"><i style=\"width:%.1f%%\"></i></span></td>",
                            Math.min(1, row.left()) * 100));
        }
        html.element("td", Numbers.count(line.nonzero()))
                .element("td", Numbers.count(line.denseFlops()))
                .element("td", Numbers.count(line.sparseFlops()))
                .markup("</tr>");
    }
}
