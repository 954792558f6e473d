package org.espalier.engine.kernel.blas;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.Mask;
import org.espalier.engine.kernel.LatentKernel;
import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.memory.Scratch;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Block by block over Java arrays, each worker on output rows of its own: sums over a row are made by one worker, in one
 * order.
 */
public final class FastLatents implements LatentKernel {
    private static final int DENSE = 0;
    private static final int EXTRA = 1;
    private static final int ALIVE = 2;
    private static final int GRADIENT = 3;
    private static final int AT_EXTRA = 4;

    private final Workers workers;

    public FastLatents(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void forward(
            Elementwise map,
            INDArray dense,
            @Nullable INDArray extra,
            @Nullable Mask mask,
            INDArray weight,
            int[] alive) {
        Floats latent = Floats.of(dense);
        Floats weights = Floats.of(weight);
        Extras extras = new Extras(extra, dense);
        int width = extras.width;
        Arrays.fill(alive, 0);
        forBlocks(extras, (start, count, scratch) -> {
            float[] w = block(latent, start, count, scratch, DENSE);
            float[] e = extras.spread(start, count, scratch);
            float[] on = spread(mask, start, count, scratch);
            map.forward(w, e, on, count);
            weights.put(start, w, count);
            for (int at = 0; at < count; ) {
                int row = (start + at) / width;
                int end = Math.min(count, (row + 1) * width - start);
                alive[row] += (int) Loops.sum(on, at, end);
                at = end;
            }
        });
    }

    @Override
    public Mask alive(Elementwise map, INDArray dense, @Nullable INDArray extra) {
        Floats latent = Floats.of(dense);
        Extras extras = new Extras(extra, dense);
        long[] words = new long[Mask.wordsFor(dense.length())];
        workers.run(1, (part, scratch) -> {
            for (int start = 0; start < dense.length(); start += Floats.BLOCK) {
                int count = (int) Math.min(Floats.BLOCK, dense.length() - start);
                float[] w = block(latent, start, count, scratch, DENSE);
                float[] on = scratch.heap(ALIVE, Floats.BLOCK);
                map.forward(w, extras.spread(start, count, scratch), on, count);
                for (int i = 0; i < count; i += Long.SIZE) {
                    words[(start + i) >>> 6] = word(on, i, Math.min(Long.SIZE, count - i));
                }
            }
        });
        List<Long> shape = LongStream.of(dense.shape()).boxed().toList();
        return Mask.ofWords(shape, words);
    }

    /** Packs ones and zeros: of a one, and of what is not a number, bit 29 is set. */
    private static long word(float[] on, int from, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (Float.floatToRawIntBits(on[from + i]) >>> 29 & 1L) << i;
        }
        return word;
    }

    @Override
    public void backward(
            Elementwise map,
            INDArray dense,
            @Nullable INDArray extra,
            @Nullable Mask mask,
            INDArray gradient,
            @Nullable INDArray extraGradient) {
        Floats latent = Floats.of(dense);
        Floats gradients = Floats.of(gradient);
        Extras extras = new Extras(extra, dense);
        float[] sums = new float[extras.size == 0 || extras.ofEach() ? 0 : extras.rows];
        @Nullable Floats atEach = extraGradient == null ? null : Floats.of(extraGradient);
        int width = extras.width;
        forBlocks(extras, (start, count, scratch) -> {
            float[] w = block(latent, start, count, scratch, DENSE);
            float[] e = extras.spread(start, count, scratch);
            float[] on = spread(mask, start, count, scratch);
            float[] g = block(gradients, start, count, scratch, GRADIENT);
            float[] parts = scratch.heap(AT_EXTRA, Floats.BLOCK);
            map.backward(w, e, on, g, parts, count);
            gradients.put(start, g, count);
            if (atEach != null && extras.ofEach()) {
                atEach.put(start, parts, count);
                return;
            }
            for (int at = 0; sums.length > 0 && at < count; ) {
                int row = (start + at) / width;
                int end = Math.min(count, (row + 1) * width - start);
                sums[row] += Loops.sum(parts, at, end);
                at = end;
            }
        });
        if (atEach != null && !extras.ofEach()) {
            if (extras.size == 1) {
                sums[0] = Loops.sum(sums, 0, sums.length);
            }
            atEach.put(0, sums, extras.size);
        }
    }

    /** Writes 1 for alive and 0 for dead; anything where there is no mask. */
    private static float[] spread(@Nullable Mask mask, int start, int count, Scratch scratch) {
        float[] on = scratch.heap(ALIVE, Floats.BLOCK);
        if (mask == null) {
            return on;
        }
        if (mask.alive() == mask.size()) {
            Arrays.fill(on, 0, count, 1);
            return on;
        }
        for (int i = 0; i < count; i++) {
            int at = start + i;
            on[i] = mask.word(at >>> 6) >>> at & 1;
        }
        return on;
    }

    /** The numbers of an extra, and how weights share them. */
    private static final class Extras {
        private final int rows;
        private final int width;
        private final int size;
        private final Floats each;
        private final float[] numbers;

        Extras(@Nullable INDArray extra, INDArray dense) {
            rows = Math.toIntExact(dense.size(0));
            width = Math.toIntExact(dense.length() / rows);
            size = extra == null ? 0 : Math.toIntExact(extra.length());
            each = Floats.of(extra == null ? dense : extra);
            if (size > 1 && size != rows && size != dense.length()) {
                throw new IllegalArgumentException("an extra has one number, one an output row or one a weight; of "
                        + dense.length() + " weights in " + rows + " rows this has " + size);
            }
            numbers = new float[ofEach() ? 0 : size];
            each.get(0, numbers, numbers.length);
        }

        /** Returns whether each weight has its own number. */
        boolean ofEach() {
            return size == rows * width && width > 1;
        }

        float[] spread(int start, int count, Scratch scratch) {
            float[] spread = scratch.heap(EXTRA, Floats.BLOCK);
            if (ofEach()) {
                each.get(start, spread, count);
            } else if (size <= 1) {
                Arrays.fill(spread, 0, count, size == 0 ? 0 : numbers[0]);
            } else {
                for (int at = 0; at < count; ) {
                    int row = (start + at) / width;
                    int end = Math.min(count, (row + 1) * width - start);
                    Arrays.fill(spread, at, end, numbers[row]);
                    at = end;
                }
            }
            return spread;
        }
    }

    /** A piece of the work. */
    @FunctionalInterface
    private interface Block {
        void run(int start, int count, Scratch scratch);
    }

    private void forBlocks(Extras extras, Block body) {
        int parts = workers.partsFor((long) extras.rows * extras.width, extras.rows);
        workers.run(parts, (part, scratch) -> {
            int end = Workers.start(part + 1, parts, extras.rows) * extras.width;
            for (int at = Workers.start(part, parts, extras.rows) * extras.width; at < end; at += Floats.BLOCK) {
                body.run(at, Math.min(Floats.BLOCK, end - at), scratch);
            }
        });
    }

    private static float[] block(Floats from, int start, int count, Scratch scratch, int slot) {
        float[] values = scratch.heap(slot, Floats.BLOCK);
        from.get(start, values, count);
        return values;
    }
}
