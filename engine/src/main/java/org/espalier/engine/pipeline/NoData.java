package org.espalier.engine.pipeline;

import jakarta.validation.constraints.Min;
import java.util.List;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSource;
import org.espalier.api.data.Examples;
import org.espalier.api.plugin.Knob;

/** No examples at all, for pipelines that only load, change and save: says what the network would be shown. */
public record NoData(
        @Knob(value = "shape of one example, without the batch axis", otherwise = "[]")
        List<Long> shape,

        @Knob(value = "number of classes", otherwise = "10") @Min(1)
        int classes)
        implements DataSource {
    public NoData {
        shape = List.copyOf(shape);
    }

    @Override
    public DataSet open(Locator locator) {
        if (shape.isEmpty()) {
            throw new IllegalArgumentException("this pipeline has no 'data', so nothing says what shape the network's"
                    + " input has. Give 'data', or write data: { none: { shape: [784] } }");
        }
        return new DataSet("none", classes, new Nothing(shape), new Nothing(shape), DataSet.Normalisation.NONE);
    }

    private record Nothing(List<Long> shape) implements Examples {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public int label(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public void read(int index, float[] into, int offset) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public String fingerprint() {
            return "none";
        }
    }
}
