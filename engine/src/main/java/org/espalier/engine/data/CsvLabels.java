package org.espalier.engine.data;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.espalier.api.data.DataException;
import org.espalier.engine.text.Shown;

/** The labels of a table: text of one column, as numbers of classes from 0. */
final class CsvLabels {
    /** Whole numbers, also as programs write them that know only decimals: 3.0. */
    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,6})(?:[.,]0{0,9})?");

    /** Fewer different labels are classes, however few examples there are of each. */
    private static final int MANY = 100;

    private CsvLabels() {}

    /**
     * Returns the class that a label names.
     *
     * @param records makes the error
     */
    static int of(String text, String column, Csv options, CsvRecords records) {
        if (!options.classNames().isEmpty()) {
            int named = options.classNames().indexOf(text);
            if (named < 0) {
                throw records.problem("expected one of the labels " + CsvReading.listed(options.classNames())
                        + ", found '" + Shown.cut(text) + "'. Correct the line, or add it to 'class-names'.");
            }
            return named;
        }
        var matcher = WHOLE.matcher(text);
        int label = matcher.matches() ? Integer.parseInt(matcher.group(1)) - options.firstLabel() : -1;
        if (label < 0) {
            throw records.problem("expected a label that is a whole number from " + options.firstLabel() + ", found '"
                    + Shown.cut(text) + "' in column '" + Shown.cut(column)
                    + "'. Labels that are words need 'class-names'.");
        }
        return label;
    }

    /**
     * Counts the classes of a training file, for those who did not say how many there are.
     *
     * @param firstLabel what class 0 is called in the file
     * @throws DataException when labels cannot be meant to count from 0, or look like anything but labels
     */
    static int count(CsvFile training, String column, int firstLabel) {
        int[] labels = training.labels();
        int highest = Arrays.stream(labels).max().orElseThrow();
        int lowest = Arrays.stream(labels).min().orElseThrow();
        long different = Arrays.stream(labels).distinct().count();
        if (highest >= MANY && (different > labels.length / 2 || highest >= labels.length)) {
            throw new DataException(training.path() + ": the column '" + Shown.cut(column) + "' has " + different
                    + " different labels up to " + (firstLabel + highest) + " in " + labels.length
                    + " examples, which looks like identifiers or measurements and not like classes. Set 'label' to"
                    + " another column, or 'classes' to how many there are.");
        }
        String cure = "Set 'first-label: " + (firstLabel + lowest) + "' if they count from there";
        return Labels.classes(training.path(), lowest, highest, firstLabel, cure);
    }
}
