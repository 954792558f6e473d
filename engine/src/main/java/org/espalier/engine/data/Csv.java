package org.espalier.engine.data;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSource;
import org.espalier.api.plugin.Knob;

/**
 * Tables: a text file of training and one of test examples, one a record, plain or gzipped. One column is the label, all
 * others are features, which stay as they are written ({@code prepare: { normalise: per-channel }} centres and scales each).
 */
public record Csv(
        @Knob("file of the training examples") @NotBlank String train,

        @Knob("file of the test examples") @NotBlank String test,

        @Knob("the column that holds the label: its name, or its number from 1") @NotBlank
        String label,

        @Knob(value = "whether the first line names the columns", otherwise = "true")
        boolean header,

        @Knob(value = "the character between two columns", otherwise = "\",\"") @Size(min = 1, max = 1)
        String separator,

        @Knob(value = "number of classes; 0 to count them in the training file", otherwise = "0") @PositiveOrZero
        int classes,

        @Knob(value = "what labels are called, when they are words: the first is class 0", otherwise = "[]")
        List<String> classNames,

        @Knob(value = "shape of one example, such as [1, 28, 28]; [] for plain features", otherwise = "[]")
        List<@Positive Integer> shape,

        @Knob(value = "what labels call the first class: 1 where they count from 1", otherwise = "0") @PositiveOrZero
        int firstLabel,

        @Knob(value = "whether numbers are written with a comma, as in 1,5", otherwise = "false")
        boolean decimalComma)
        implements DataSource {
    public Csv {
        requireNonNull(train, "train is null");
        requireNonNull(test, "test is null");
        requireNonNull(label, "label is null");
        requireNonNull(separator, "separator is null");
        classNames = List.copyOf(classNames);
        shape = List.copyOf(shape);
        if ("\"\r\n".contains(separator)) {
            throw new IllegalArgumentException("'separator' cannot be a double quote or the end of a line");
        }
        if (classes > 0 && !classNames.isEmpty() && classes != classNames.size()) {
            throw new IllegalArgumentException("'classes' is " + classes + " but 'class-names' has " + classNames.size()
                    + " names; leave 'classes' out");
        }
    }

    @Override
    public DataSet open(Locator locator) {
        CsvFile training = CsvFile.read(locator.find(train), this, List.of());
        CsvFile testing = CsvFile.read(locator.find(test), this, training.columns());
        int count = classes > 0 ? classes : classNames.isEmpty() ? training.classes(firstLabel) : classNames.size();
        return new DataSet(
                "csv",
                count,
                training.examples(shape, count, firstLabel),
                testing.examples(shape, count, firstLabel),
                DataSet.Normalisation.NONE);
    }
}
