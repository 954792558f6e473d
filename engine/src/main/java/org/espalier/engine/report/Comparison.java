package org.espalier.engine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.espalier.api.report.RunRecord;
import org.espalier.api.report.RunRecord.MetricRow;

/**
 * What the methods of one {@code compare} came to. The rows that a method is measured by stand under
 * {@code compare[2]:rigl@0.05}, for the second repeat of {@code rigl} with the setting 0.05.
 *
 * @param stage the path of the stage
 * @param measures what was measured at the end of each, in order, such as {@code test.accuracy}
 * @param methods in the order in which they first ran
 */
record Comparison(String stage, List<String> measures, List<Method> methods) {
    static final String STEPS = "steps";
    static final String FLOPS = "flops";

    /** What precedes the name of a measure whose best value, of all that a method measured on test, was chosen by it. */
    static final String BEST = "best ";

    private static final Pattern LABEL = Pattern.compile("(?:^|/)[^/:]*\\[\\d+]:[^/]*(?:/|$)");
    private static final Pattern RESULT = Pattern.compile("(.*)\\[(\\d{1,9})]:([^/:]+)");

    /** What stages of a method measured. */
    private static final Pattern WITHIN = Pattern.compile("(.*\\[\\d+]:[^/:]+)/.*");

    Comparison {
        measures = List.copyOf(measures);
        methods = List.copyOf(methods);
    }

    /** Returns every comparison of a run, in order. */
    static List<Comparison> of(RunRecord record) {
        var results = new LinkedHashMap<String, Map<String, Double>>();
        for (MetricRow row : record.metrics()) {
            if (RESULT.matcher(row.stage()).matches()) {
                // where layers were replaced, this follows each density, and counts
                String key = row.key().equals(Densities.WEIGHTS_LEFT) ? Curves.DENSITY : row.key();
                results.computeIfAbsent(row.stage(), stage -> new LinkedHashMap<>())
                        .put(key, row.value());
            }
        }
        addBest(results, record.metrics());
        var stages = new LinkedHashMap<String, Map<String, Map<Integer, Map<String, Double>>>>();
        results.forEach((label, values) -> {
            Matcher result = RESULT.matcher(label);
            if (result.matches()) {
                stages.computeIfAbsent(result.group(1), stage -> new LinkedHashMap<>())
                        .computeIfAbsent(result.group(3), name -> new TreeMap<>())
                        .put(Integer.valueOf(result.group(2)), values);
            }
        });
        return stages.entrySet().stream()
                .map(entry -> comparison(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Adds the best of what methods measured on test themselves, under as many weights as they ended with. */
    private static void addBest(Map<String, Map<String, Double>> results, List<MetricRow> rows) {
        double density = Double.NaN;
        for (MetricRow row : rows) {
            if (row.key().equals(Curves.DENSITY) || row.key().equals(Densities.WEIGHTS_LEFT)) {
                // each measurement tells the density first
                density = row.value();
            }
            Matcher within = WITHIN.matcher(row.stage());
            Map<String, Double> own = within.matches() ? results.getOrDefault(within.group(1), Map.of()) : Map.of();
            Double last = own.get(row.key());
            if (last != null
                    && row.key().startsWith("test.")
                    && Numbers.isScore(row.key())
                    && density == own.getOrDefault(Curves.DENSITY, Double.NaN)) {
                own.merge(BEST + row.key(), Math.max(last, row.value()), Math::max);
            }
        }
    }

    private static Comparison comparison(String stage, Map<String, Map<Integer, Map<String, Double>>> byMethod) {
        var measures = new LinkedHashSet<String>();
        var methods = new ArrayList<Method>();
        byMethod.forEach((name, repeats) -> {
            repeats.values().forEach(values -> measures.addAll(values.keySet()));
            methods.add(new Method(name, List.copyOf(repeats.values())));
        });
        List.of(STEPS, FLOPS, Curves.DENSITY).forEach(measures::remove);
        return new Comparison(stage, List.copyOf(measures), methods);
    }

    /** Returns whether a stage is part of a comparison. */
    static boolean holds(String stage) {
        return LABEL.matcher(stage).find();
    }

    /** Returns the lines of its plot: one for each method, whose settings are points at the medians. */
    List<Line> lines() {
        var points = new LinkedHashMap<String, List<Point>>();
        String measure = plotted();
        for (Method method : methods) {
            Spread density = method.spread(Curves.DENSITY);
            Spread value = method.spread(measure);
            if (Double.isFinite(density.median()) && Double.isFinite(value.median())) {
                points.computeIfAbsent(method.family(), family -> new ArrayList<>())
                        .add(new Point(method.name(), density.median(), value));
            }
        }
        return points.entrySet().stream()
                .map(entry -> new Line(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Returns the measure on its plot: what was measured on test first. */
    String plotted() {
        return measures.stream()
                .filter(measure -> measure.startsWith("test."))
                .findFirst()
                .orElse("");
    }

    /** Returns how often the method that ran most often ran. */
    int repeats() {
        return methods.stream()
                .mapToInt(method -> method.repeats().size())
                .max()
                .orElse(0);
    }

    /**
     * A method with one of its settings.
     *
     * @param name as the file has it, a setting behind an {@code @}
     * @param repeats what was measured at the end of each repeat, by name
     */
    record Method(String name, List<Map<String, Double>> repeats) {
        Method {
            repeats = List.copyOf(repeats);
        }

        /** Returns the name without the setting. */
        String family() {
            int at = name.lastIndexOf('@');
            return at < 0 ? name : name.substring(0, at);
        }

        /** Returns what each repeat came to; not a number where it was not measured, as when the run was cut short. */
        List<Double> values(String measure) {
            return repeats.stream()
                    .map(values -> values.getOrDefault(measure, Double.NaN))
                    .toList();
        }

        Spread spread(String measure) {
            return Spread.of(values(measure));
        }
    }

    /**
     * One line of the plot.
     *
     * @param name the methods' without their setting
     * @param points from the densest to the sparsest
     */
    record Line(String name, List<Point> points) {
        Line {
            points = points.stream()
                    .sorted((one, other) -> Double.compare(other.density(), one.density()))
                    .toList();
        }
    }

    /**
     * One point of the plot.
     *
     * @param method its name with the setting
     * @param density share of prunable weights that were alive, the median over repeats
     * @param value what was measured
     */
    record Point(String method, double density, Spread value) {}
}
