package org.espalier.engine.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.report.Ledger;
import org.espalier.engine.mask.selection.FloatBits;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Counts what a network holds and costs. */
public final class Ledgers {
    /** What is counted; every ledger carries it. */
    public static final String RULE = "FLOPs are for one example: 2 for each use of a weight (a multiplication and an"
            + " addition) and 1 for each addition of a bias; activations, pooling, normalisation and other element-wise"
            + " work count nothing. A matrix that is the product of two factors counts as the whole matrix, and once more"
            + " for the product, with and without masks. Sparse FLOPs count living weights only. Parameters are all trained numbers, a tied"
            + " weight once; prunable are those that masks may cover; nonzero are those that are not 0 as the network"
            + " runs.";

    private static final int RUN = 4096;

    private Ledgers() {}

    /**
     * Returns the count of a network under masks.
     *
     * @param masks prunable parameters without a mask count as alive
     */
    public static Ledger of(NetworkView network, MaskSet masks) {
        List<Ledger.Line> lines = new ArrayList<>();
        Set<ParamId> counted = new HashSet<>();
        for (LayerView layer : network.layers()) {
            if (layer.params().isEmpty()) {
                continue;
            }
            long parameters = 0;
            long prunable = 0;
            long alive = 0;
            long nonzero = 0;
            for (ParamInfo info : layer.params()) {
                long living = living(info, masks);
                if (!counted.add(info.id())) {
                    continue;
                }
                parameters += info.size();
                prunable += info.prunable() ? info.size() : 0;
                alive += info.prunable() ? living : 0;
                nonzero += nonzero(network.effective(info.id()));
            }
            lines.add(new Ledger.Line(
                    layer.id().path(),
                    layer.spec().kind(),
                    parameters,
                    prunable,
                    alive,
                    nonzero,
                    Costs.flops(layer, ParamInfo::size),
                    Costs.flops(layer, info -> living(info, masks))));
        }
        return new Ledger(RULE, lines);
    }

    private static long living(ParamInfo info, MaskSet masks) {
        Mask mask = masks.byId().get(info.id());
        return mask == null ? info.size() : mask.alive();
    }

    private static long nonzero(INDArray array) {
        if (array.dataType() != DataType.FLOAT) {
            long count = 0;
            for (long i = 0; i < array.length(); i++) {
                count += array.getDouble(i) == 0 ? 0 : 1;
            }
            return count;
        }
        FloatBits bits = FloatBits.of(array);
        int[] run = new int[RUN];
        long count = 0;
        for (long from = 0; from < bits.length(); from += RUN) {
            int length = (int) Math.min(RUN, bits.length() - from);
            bits.read(from, run, length);
            for (int i = 0; i < length; i++) {
                // The sign of a zero does not count.
                count += run[i] << 1 == 0 ? 0 : 1;
            }
        }
        return count;
    }
}
