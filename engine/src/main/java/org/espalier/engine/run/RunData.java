package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.espalier.api.data.Batch;
import org.espalier.api.stage.Workbench.Split;
import org.espalier.engine.data.Batches;
import org.espalier.engine.data.PreparedData;
import org.espalier.engine.data.Subset;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The examples of a run, as training and measuring take them. */
final class RunData {
    private static final int MEASURING_BATCH = 500;

    private final PreparedData prepared;
    private final Consumer<String> said;
    private final Set<String> shortages = new HashSet<>();
    private final Map<Split, Batches> measuring = new EnumMap<>(Split.class);

    /**
     * Takes prepared examples.
     *
     * @param said is told when there are fewer than somebody asks for
     */
    RunData(PreparedData prepared, Consumer<String> said) {
        this.prepared = prepared;
        this.said = said;
    }

    boolean has(Split split) {
        return size(split) > 0;
    }

    int size(Split split) {
        return prepared.examples(split).size();
    }

    /** Returns how many labels each example of a split has. */
    int labels(Split split) {
        return prepared.examples(split).labels();
    }

    Batches training(int batchSize, long seed) {
        return prepared.training(batchSize, seed);
    }

    /** Returns all examples of a split in order; the buffers are the same each time. */
    Iterable<Batch> inOrder(Split split) {
        return measuring
                .computeIfAbsent(split, key -> prepared.evaluation(key, MEASURING_BATCH))
                .epoch(0);
    }

    /**
     * Returns batches of training examples drawn without replacement, without augmentation; where there are fewer examples
     * than asked for, as many as there are, and says so once. They are copies, so that evidence may keep them.
     */
    List<Batch> sample(int count, int size, RandomGenerator random) {
        int available = prepared.train().size();
        if (Sample.of(count, size, available).examples() < (long) count * size && shortages.add(count + "x" + size)) {
            said.accept(Sample.shortage(count, size, available));
        }
        return draw(Sample.of(count, size, available), random);
    }

    private List<Batch> draw(Sample sample, RandomGenerator random) {
        int available = prepared.train().size();
        int count = sample.count();
        int size = sample.size();
        var drawn = new LinkedHashSet<Integer>();
        while (drawn.size() < count * size) {
            drawn.add(random.nextInt(available));
        }
        int[] indices = drawn.stream().mapToInt(Integer::intValue).toArray();
        Batches batches = Batches.inOrder(Subset.of(prepared.train(), indices), prepared.normalisation(), size)
                .shaped(prepared.shape());
        var copies = new ArrayList<Batch>();
        for (int step = 0; step < count; step++) {
            Batch batch = batches.at(0, step);
            copies.add(new Batch(copy(batch.inputs()), batch.labels().dup()));
        }
        return copies;
    }

    private static INDArray copy(INDArray array) {
        return array.dup('c');
    }
}
