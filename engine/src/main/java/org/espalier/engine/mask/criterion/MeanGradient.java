package org.espalier.engine.mask.criterion;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.espalier.api.data.Batch;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Instruments;
import org.espalier.api.score.Need;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of the task's loss at the effective weights, averaged over batches: dense, so masked weights have one too.
 *
 * @param batches how many batches
 * @param size examples in a batch
 */
public record MeanGradient(int batches, int size) implements Evidence<Tensors> {
    public MeanGradient {
        if (batches < 1 || size < 1) {
            throw new IllegalArgumentException(
                    "a mean gradient needs at least one batch of one example, but was asked for " + batches + " of "
                            + size);
        }
    }

    @Override
    public Tensors gather(Instruments instruments) {
        Map<ParamId, INDArray> sums = new LinkedHashMap<>();
        int count = 0;
        for (Batch batch : instruments.batches(batches, size)) {
            count++;
            instruments.gradients(instruments.taskLoss(), batch).byId().forEach((id, gradient) -> {
                INDArray sum = sums.get(id);
                if (sum == null) {
                    sums.put(id, gradient.dup('c'));
                } else {
                    sum.addi(gradient);
                }
            });
        }
        int seen = Math.max(1, count);
        sums.values().forEach(sum -> sum.divi(seen));
        return new Tensors(sums);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.INPUTS, Need.LABELS);
    }
}
