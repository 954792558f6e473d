package org.espalier.engine.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.espalier.engine.report.Comparison.Method;

/** Comparisons as tables and on the page. */
final class Comparisons {
    /** What the numbers are, said beside them. */
    static final String RULE = "median over repeats (least to largest), measured when the method had ended";

    private Comparisons() {}

    /**
     * A column of the table.
     *
     * @param header what it holds
     * @param text what it has of a method
     */
    record Column(String header, Function<Method, String> text) {}

    /** Returns the columns of a comparison's table, behind the method's name. */
    static List<Column> columns(Comparison comparison) {
        var columns = new ArrayList<Column>();
        columns.add(spread("weights left", Curves.DENSITY));
        comparison.measures().forEach(measure -> columns.add(spread(header(measure), measure)));
        columns.add(spread("steps", Comparison.STEPS));
        columns.add(spread("FLOPs an example", Comparison.FLOPS));
        return columns;
    }

    /** Returns columns with what each repeat came to, in order. */
    static List<Column> repeats(Comparison comparison) {
        return comparison.measures().stream()
                .map(measure -> new Column(header(measure) + ", each repeat", method -> each(measure, method)))
                .toList();
    }

    private static String each(String measure, Method method) {
        String all = method.values(measure).stream()
                .map(value -> Spread.bare(measure, value))
                .collect(joining(" / "));
        return Numbers.isScore(measure) ? all + " %" : all;
    }

    private static Column spread(String header, String measure) {
        return new Column(header, method -> method.spread(measure).text(measure));
    }

    private static String header(String measure) {
        String words = measure.replaceFirst("\\.", " ");
        return measure.startsWith(Comparison.BEST) ? words + ", chosen on test" : words;
    }

    /** Returns the sections of the page; empty when nothing was compared. */
    static String html(List<Comparison> comparisons) {
        var html = new Html();
        for (int i = 0; i < comparisons.size(); i++) {
            section(html, comparisons.get(i), "comparison-chart-" + i);
        }
        return html.toString();
    }

    private static void section(Html html, Comparison comparison, String chart) {
        html.markup("<section class=\"comparison\"><div class=\"head\">")
                .element("h2", "What the methods of " + comparison.stage() + " came to")
                .markup("<label class=\"switch\"><input type=\"checkbox\" data-error-of=\"" + chart
                        + "\"> as error, on a logarithmic axis</label></div>")
                .element(
                        "p",
                        "class=\"quiet\"",
                        "Methods of one repeat began with the same weights. Each number is the " + RULE
                                + "; each bar goes from the least to the largest.")
                .markup("<div class=\"chart tall\"><canvas id=\"" + chart
                        + "\" role=\"img\" aria-label=\"Test results against the share of weights left, a line for each"
                        + " method; the table below has the numbers\"></canvas></div>");
        table(html, comparison.methods(), columns(comparison));
        html.markup("<details><summary>Each repeat</summary>");
        table(html, comparison.methods(), repeats(comparison));
        html.markup("</details></section>");
    }

    private static void table(Html html, List<Method> methods, List<Column> columns) {
        html.markup("<div class=\"scroll\"><table><thead><tr>").element("th", "scope=\"col\"", "method");
        columns.forEach(column -> html.element("th", "scope=\"col\"", column.header()));
        html.markup("</tr></thead><tbody>");
        for (Method method : methods) {
            html.markup("<tr>").element("th", "scope=\"row\"", method.name());
            columns.forEach(column -> html.element("td", column.text().apply(method)));
            html.markup("</tr>");
        }
        html.markup("</tbody></table></div>");
    }
}
