package {{package}};

import java.util.List;
import java.util.SplittableRandom;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSource;
import org.espalier.api.data.Examples;
import org.espalier.api.plugin.Knob;

/** Points of the plane in two rings, one around the other; which ring a point lies in is its class. */
public record {{Class}}(
        @Knob(value = "training examples, at least 1", otherwise = "2000") int examples,
        @Knob(value = "test examples, at least 1", otherwise = "500") int test) implements DataSource {
    public {{Class}} {
        if (examples < 1 || test < 1) {
            throw new IllegalArgumentException("there must be at least 1 example, but there are " + examples + " and " + test);
        }
    }

    /** A source that reads files finds them with {@code locator.find(path)}, and fails with a {@code DataException}. */
    @Override
    public DataSet open(Locator locator) {
        return new DataSet("{{name}}", 2, new Rings(examples, 1), new Rings(test, 2), DataSet.Normalisation.NONE);
    }

    private record Rings(int size, long seed) implements Examples {
        @Override
        public List<Long> shape() {
            return List.of(2L);
        }

        @Override
        public int label(int index) {
            return index % 2;
        }

        @Override
        public void read(int index, float[] into, int offset) {
            var random = new SplittableRandom(31 * seed + index);
            double radius = 1 + label(index) + 0.5 * random.nextDouble();
            double angle = 2 * Math.PI * random.nextDouble();
            into[offset] = (float) (radius * Math.cos(angle));
            into[offset + 1] = (float) (radius * Math.sin(angle));
        }

        /** A checksum of the examples; here they follow from these two numbers. A source of files takes the files' checksum. */
        @Override
        public String fingerprint() {
            return "rings-" + size + "-" + seed;
        }
    }
}
