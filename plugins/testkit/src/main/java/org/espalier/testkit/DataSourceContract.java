package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSource;
import org.espalier.api.data.DataSource.Locator;
import org.espalier.api.data.Examples;
import org.junit.jupiter.api.Test;

/** What every {@link DataSource} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface DataSourceContract {
    /** Returns the data source under test; each call an equal one. */
    DataSource dataSource();

    /** Returns what finds its files. */
    Locator dataLocator();

    /**
     * Returns whether it makes its examples up and reads no file.
     *
     * @return {@code false}: without its files it fails
     */
    default boolean dataSourceReadsNoFile() {
        return false;
    }

    /**
     * Returns whether it has no examples at all, for pipelines that need none.
     *
     * @return {@code false}: there are examples to train with
     */
    default boolean dataSourceIsEmpty() {
        return false;
    }

    /** Labels are classes, and shapes agree between training and test examples. */
    @Test
    default void dataSourceHasLabelsInRange() {
        DataSet data = open();
        assertThat(data.name()).isNotBlank();
        assertThat(data.classes()).isPositive();
        assertThat(data.train().shape()).isEqualTo(data.test().shape());
        assertThat(data.train().size() == 0).isEqualTo(dataSourceIsEmpty());
        int channels = data.normalisation().mean().size();
        assertThat((long) channels).isIn(1L, data.train().shape().get(0));
        for (Examples examples : List.of(data.train(), data.test())) {
            for (int i = 0; i < examples.size(); i++) {
                assertThat(examples.label(i)).isEqualTo(examples.label(i, 0));
                for (int step = 0; step < examples.labels(); step++) {
                    assertThat(examples.label(i, step)).isBetween(0, data.classes() - 1);
                }
            }
        }
    }

    /** An example fills exactly its own place, with finite numbers. */
    @Test
    default void dataSourceWritesAnExampleToItsPlace() {
        Examples examples = open().train();
        int size = size(examples);
        for (int index : some(examples)) {
            float[] into = new float[size + 7];
            Arrays.fill(into, Float.NaN);
            examples.read(index, into, 3);
            assertThat(Arrays.copyOfRange(into, 0, 3)).containsOnly(Float.NaN);
            assertThat(Arrays.copyOfRange(into, size + 3, size + 7)).containsOnly(Float.NaN);
            for (int i = 3; i < size + 3; i++) {
                assertThat(into[i]).isFinite();
            }
        }
    }

    /** Reading the same example gives the same values, in any order and from any thread. */
    @Test
    default void dataSourceReadsAlikeFromManyThreads() {
        Examples examples = open().train();
        int[] indices = some(examples);
        if (indices.length == 0) {
            return;
        }
        float[][] expected =
                Arrays.stream(indices).mapToObj(index -> read(examples, index)).toArray(float[][]::new);
        boolean alike = IntStream.range(0, 2000)
                .parallel()
                .allMatch(
                        i -> Arrays.equals(read(examples, indices[i % indices.length]), expected[i % indices.length]));
        assertThat(alike).isTrue();
    }

    /** The checksum is that of the contents: the same for the same files, another for other examples. */
    @Test
    default void dataSourceHasAFingerprint() {
        DataSet once = open();
        DataSet again = open();
        assertThat(once.train().fingerprint())
                .isNotBlank()
                .isEqualTo(again.train().fingerprint());
        if (!dataSourceIsEmpty()) {
            assertThat(once.train().fingerprint()).isNotEqualTo(once.test().fingerprint());
        }
        assertThat(once.test().fingerprint()).isEqualTo(again.test().fingerprint());
    }

    /** Where there are no files it says so, and passes on where it was looked for. */
    @Test
    default void dataSourceSaysWhatIsMissing() {
        if (dataSourceReadsNoFile()) {
            return;
        }
        assertThatThrownBy(() -> dataSource().open(path -> {
                    throw new DataException("no '" + path + "' here");
                }))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("here");
    }

    private DataSet open() {
        return dataSource().open(dataLocator());
    }

    private static int[] some(Examples examples) {
        return IntStream.of(0, 1, examples.size() / 2, examples.size() - 1)
                .filter(index -> index >= 0 && index < examples.size())
                .toArray();
    }

    private static float[] read(Examples examples, int index) {
        float[] into = new float[size(examples)];
        examples.read(index, into, 0);
        return into;
    }

    private static int size(Examples examples) {
        return Math.toIntExact(examples.shape().stream().reduce(1L, Math::multiplyExact));
    }
}
