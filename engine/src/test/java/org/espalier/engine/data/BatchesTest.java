package org.espalier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.data.Batch;
import org.espalier.api.data.DataSet.Normalisation;
import org.espalier.api.data.Examples;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

final class BatchesTest {
    private static final Normalisation NONE = Normalisation.NONE;

    @Test
    void theLastBatchHoldsWhatIsLeft() {
        Batches batches = Batches.inOrder(new FakeExamples(7, List.of(1L, 2L, 2L)), NONE, 3);

        assertThat(batches.perEpoch()).isEqualTo(3);
        List<Integer> sizes = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (Batch batch : batches.epoch(0)) {
            sizes.add(batch.size());
            assertThat(batch.inputs().shape()).containsExactly(batch.size(), 1, 2, 2);
            assertThat(batch.inputs().dataType()).isEqualTo(DataType.FLOAT);
            assertThat(batch.labels().dataType()).isEqualTo(DataType.INT32);
            assertThat(batch.inputs().ordering()).isEqualTo('c');
            values.addAll(values(batch));
            labels.addAll(IntStream.of(batch.labels().toIntVector()).boxed().toList());
        }
        assertThat(sizes).containsExactly(3, 3, 1);
        assertThat(values)
                .containsExactlyElementsOf(IntStream.range(0, 7)
                        .boxed()
                        .flatMap(i -> Collections.nCopies(4, i.floatValue()).stream())
                        .toList());
        assertThat(labels).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void aBatchIsOverwrittenByTheNextOfItsSize() {
        Batches batches = Batches.inOrder(FakeExamples.of(4), NONE, 2);
        Batch first = batches.at(0, 0);
        assertThat(batches.at(0, 1)).isSameAs(first);
    }

    @Test
    void aBatchMadeAheadLeavesTheOneInUseAlone() throws InterruptedException {
        Batches batches = Batches.shuffled(FakeExamples.of(1000), NONE, List.of(), 10, 1, true);
        Batches plain = Batches.shuffled(FakeExamples.of(1000), NONE, List.of(), 10, 1, false);
        for (int step = 0; step < 100; step++) {
            Batch batch = batches.at(0, step);
            List<Float> before = values(batch);
            Thread.sleep(1);
            assertThat(values(batch)).isEqualTo(before).isEqualTo(values(plain.at(0, step)));
        }
    }

    @Property(tries = 50)
    void anEpochShowsEveryExampleOnce(
            @ForAll @IntRange(min = 1, max = 200) int size,
            @ForAll @IntRange(min = 1, max = 50) int batchSize,
            @ForAll long seed) {
        Batches batches = Batches.shuffled(FakeExamples.of(size), NONE, List.of(), batchSize, seed, false);
        List<Integer> seen = new ArrayList<>();
        batches.epoch(3).forEach(batch -> seen.addAll(indices(batch)));
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, size).boxed().toList());
    }

    @Test
    void theOrderDependsOnSeedAndEpochAlone() {
        Examples examples = FakeExamples.of(100);
        List<Integer> first = indices(
                Batches.shuffled(examples, NONE, List.of(), 100, 1, false).at(0, 0));
        List<Integer> next = indices(
                Batches.shuffled(examples, NONE, List.of(), 100, 1, false).at(1, 0));
        List<Integer> other = indices(
                Batches.shuffled(examples, NONE, List.of(), 100, 2, false).at(0, 0));
        Batches again = Batches.shuffled(examples, NONE, List.of(), 100, 1, true);

        assertThat(next).isNotEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(indices(again.at(1, 0))).isEqualTo(next);
        assertThat(indices(again.at(0, 0))).isEqualTo(first);
    }

    /** What a resumed run asks for: a batch in the middle, with nothing before it. */
    @Test
    void anyBatchCanBeAskedForAtOnce() {
        var images = new FakeExamples(50, List.of(1L, 8L, 8L));
        List<Augmentation> augmentations = List.of(new PadAndCrop(2), new Flip(0.5));
        Batches whole = Batches.shuffled(images, NONE, augmentations, 8, 9, true);
        List<List<Float>> all = new ArrayList<>();
        for (int epoch = 0; epoch < 3; epoch++) {
            whole.epoch(epoch).forEach(batch -> all.add(values(batch)));
        }
        for (boolean ahead : new boolean[] {false, true}) {
            Batches resumed = Batches.shuffled(images, NONE, augmentations, 8, 9, ahead);
            assertThat(values(resumed.at(1, 3))).isEqualTo(all.get(7 + 3));
            assertThat(values(resumed.at(1, 4))).isEqualTo(all.get(7 + 4));
            assertThat(values(resumed.at(2, 6))).isEqualTo(all.get(14 + 6));
            assertThat(values(resumed.at(0, 0))).isEqualTo(all.get(0));
        }
    }

    @Test
    void eachEpochAugmentsAnew() {
        var images = new FakeExamples(20, List.of(1L, 8L, 8L));
        Batches batches = Batches.shuffled(images, NONE, List.of(new PadAndCrop(3)), 20, 9, false);
        assertThat(sorted(batches.at(0, 0))).isNotEqualTo(sorted(batches.at(1, 0)));
    }

    /** Bytes are normalised by a table, all else by arithmetic; a subset of bytes by the table as well. */
    @Test
    void tableAndArithmeticGiveTheSameBits() {
        byte[] values = new byte[3 * 2 * 2 * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i * 7);
        }
        var bytes = new ByteExamples(List.of(3L, 2L, 2L), values, new byte[64]);
        var normalisation = new Normalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
        Batches table = Batches.inOrder(bytes, normalisation, 64);
        Batches arithmetic = Batches.inOrder(new Plain(bytes), normalisation, 64);
        Batches part = Batches.inOrder(Subset.of(bytes, IntStream.range(0, 64).toArray()), normalisation, 64);

        assertThat(values(table.at(0, 0))).isEqualTo(values(arithmetic.at(0, 0)));
        assertThat(values(part.at(0, 0))).isEqualTo(values(arithmetic.at(0, 0)));
        assertThat(values(table.at(0, 0)).get(1)).isEqualTo((7 / 255f - 0.485f) / 0.229f);
    }

    @Test
    void nothingGivesNoBatches() {
        Batches batches = Batches.inOrder(FakeExamples.of(0), NONE, 5);
        assertThat(batches.perEpoch()).isZero();
        assertThat(batches.epoch(0)).isEmpty();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Batches.inOrder(FakeExamples.of(3), NONE, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the batch size must be at least 1 but was 0");
        assertThatThrownBy(() -> Batches.inOrder(
                        FakeExamples.of(3), new Normalisation(List.of(1.0, 1.0, 1.0), List.of(1.0, 1.0, 1.0)), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the normalisation has 3 channels, but an example of the shape [2] has 2; give one mean and"
                        + " deviation for each, or one for all");
        assertThatThrownBy(() -> Batches.shuffled(FakeExamples.of(3), NONE, List.of(new Flip(0.5)), 1, 0, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'flip' needs images [channels, height, width], but an example has the shape [2]");
        assertThatThrownBy(() -> Batches.inOrder(new FakeExamples(1_000_000, List.of(1000L)), NONE, 1_000_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a batch of 1000000 examples of the shape [1000] takes more than 2 GiB; choose a smaller"
                        + " batch size");
    }

    @Test
    void aFailureInTheBackgroundIsThrownWhereTheBatchIsTaken() {
        // The first batch takes two reads; the third one happens in the background.
        var reads = new AtomicInteger();
        Augmentation failing = (example, shape, random) -> {
            if (reads.incrementAndGet() > 2) {
                throw new IllegalStateException(
                        "broken in " + Thread.currentThread().getName());
            }
        };
        Batches batches = Batches.shuffled(FakeExamples.of(4), NONE, List.of(failing), 2, 1, true);
        batches.at(0, 0);
        assertThatThrownBy(() -> batches.at(0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken in espalier-batches");
    }

    private static List<Float> values(Batch batch) {
        float[] values = batch.inputs().dup().data().asFloat();
        List<Float> boxed = new ArrayList<>();
        for (float value : values) {
            boxed.add(value);
        }
        return boxed;
    }

    private static List<Integer> indices(Batch batch) {
        List<Float> values = values(batch);
        return IntStream.range(0, batch.size())
                .mapToObj(i -> values.get(2 * i).intValue())
                .toList();
    }

    /** One text for each example, sorted: the batch without its order. */
    private static List<String> sorted(Batch batch) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            rows.add(Arrays.toString(batch.inputs().slice(i).dup().data().asFloat()));
        }
        return rows.stream().sorted().toList();
    }

    /** Hides what kind of examples these are. */
    private record Plain(Examples examples) implements Examples {
        @Override
        public int size() {
            return examples.size();
        }

        @Override
        public List<Long> shape() {
            return examples.shape();
        }

        @Override
        public int label(int index) {
            return examples.label(index);
        }

        @Override
        public void read(int index, float[] into, int offset) {
            examples.read(index, into, offset);
        }

        @Override
        public String fingerprint() {
            return examples.fingerprint();
        }
    }
}
