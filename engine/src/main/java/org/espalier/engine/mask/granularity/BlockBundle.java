package org.espalier.engine.mask.granularity;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.engine.mask.criterion.GroupNorm;
import org.espalier.engine.mask.selection.Contiguous;
import org.espalier.engine.mask.selection.ScoreReader;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The blocks that one parameter's matrix {@code [OUT, IN · kernel]} is cut into, row by row of blocks; those at the far
 * edges may be smaller. Single weights, output rows, input channels and the whole parameter are blocks too.
 */
public final class BlockBundle implements Bundle {
    private final ParamInfo info;
    private final GroupNorm norm;
    private final long rows;
    private final long columns;
    private final long height;
    private final long width;
    private final long across;

    private BlockBundle(ParamInfo info, long height, long width, GroupNorm norm) {
        this.info = requireNonNull(info, "info is null");
        this.norm = requireNonNull(norm, "norm is null");
        this.rows = info.shape().get(0);
        this.columns = info.rowSize();
        this.height = Math.min(height, rows);
        this.width = Math.min(width, columns);
        this.across = (columns + this.width - 1) / this.width;
    }

    public static Bundle elements(ParamInfo info) {
        return new BlockBundle(info, 1, 1, GroupNorm.SUM);
    }

    public static Bundle rows(ParamInfo info, GroupNorm norm) {
        return new BlockBundle(info, 1, info.rowSize(), norm);
    }

    public static Bundle channels(ParamInfo info, GroupNorm norm) {
        return new BlockBundle(info, info.shape().get(0), info.rowSize() / info.along(Axis.IN), norm);
    }

    public static Bundle blocks(ParamInfo info, long height, long width, GroupNorm norm) {
        return new BlockBundle(info, height, width, norm);
    }

    static Bundle whole(ParamInfo info, GroupNorm norm) {
        return new BlockBundle(info, info.shape().get(0), info.rowSize(), norm);
    }

    @Override
    public String name() {
        return info.id().toString();
    }

    @Override
    public long units() {
        return (rows + height - 1) / height * across;
    }

    @Override
    public List<ParamId> params() {
        return List.of(info.id());
    }

    @Override
    public INDArray pool(Tensors elementScores) {
        return single() ? elements(elementScores) : pooled(elementScores, element -> true);
    }

    @Override
    public INDArray pool(Tensors elementScores, MaskSet eligible) {
        return single() ? elements(elementScores) : pooled(elementScores, eligible.get(info.id())::get);
    }

    private INDArray elements(Tensors elementScores) {
        return Contiguous.inOrder(scores(elementScores)).reshape('c', new long[] {units()});
    }

    private INDArray scores(Tensors elementScores) {
        INDArray scores = elementScores.get(info.id());
        if (!Arrays.equals(scores.shape(), info.shapeArray())) {
            throw new IllegalArgumentException("the scores of '" + info.id() + "' have shape "
                    + Arrays.toString(scores.shape()) + " instead of " + info.shape());
        }
        return scores;
    }

    private INDArray pooled(Tensors elementScores, LongPredicate counts) {
        ScoreReader reader = ScoreReader.of(scores(elementScores));
        int units = Math.toIntExact(units());
        double[] pooled = new double[units];
        long[] sizes = new long[units];
        double[] row = new double[Math.toIntExact(columns)];
        for (long r = 0; r < rows; r++) {
            reader.read(r * columns, row);
            int first = Math.toIntExact(r / height * across);
            for (int c = 0; c < row.length; c++) {
                if (!counts.test(r * columns + c)) {
                    continue;
                }
                int unit = first + (int) (c / width);
                pooled[unit] = norm.add(pooled[unit], row[c], sizes[unit]);
                sizes[unit]++;
            }
        }
        float[] result = new float[units];
        for (int unit = 0; unit < units; unit++) {
            result[unit] = sizes[unit] == 0 ? 0 : (float) norm.finish(pooled[unit], sizes[unit]);
        }
        return Nd4j.createFromArray(result);
    }

    @Override
    public Mask alive(MaskSet masks) {
        Mask mask = masks.get(info.id());
        if (single()) {
            return mask.reshape(List.of(units()));
        }
        long[] words = new long[Mask.wordsFor(units())];
        mask.forEachAlive(element -> {
            long unit = unitOf(element);
            words[(int) (unit >>> 6)] |= 1L << unit;
        });
        return Mask.ofWords(List.of(units()), words);
    }

    @Override
    public MaskSet expand(Mask kept, MaskSet into) {
        if (kept.size() != units()) {
            throw new IllegalArgumentException(
                    "'" + name() + "' has " + units() + " units but the mask has " + kept.size());
        }
        if (single()) {
            return into.with(info.id(), kept.reshape(info.shape()));
        }
        return into.with(info.id(), Mask.of(info.shape(), element -> kept.get(unitOf(element))));
    }

    @Override
    public String toString() {
        return name() + " in " + units() + " units of " + height + "x" + width;
    }

    private boolean single() {
        return height == 1 && width == 1;
    }

    private long unitOf(long element) {
        return element / columns / height * across + element % columns / width;
    }
}
