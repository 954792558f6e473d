package org.espalier.engine.kernel.blas;

import org.espalier.engine.kernel.memory.Floats;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One number for each channel of plain arrays {@code [batch, channels, …]}; workers share the batch out. */
public final class FastChannels {
    private final Workers workers;

    public FastChannels(Workers workers) {
        this.workers = workers;
    }

    /** Adds to each channel its element of {@code bias}, in place. */
    public void add(INDArray array, INDArray bias) {
        Floats values = Floats.of(array);
        Floats addend = Floats.of(bias);
        int channels = (int) addend.length();
        int examples = (int) array.size(0);
        int volume = Math.toIntExact(values.length() / examples);
        int positions = volume / channels;
        int parts = workers.partsFor(values.length(), examples);
        workers.run(parts, (part, scratch) -> {
            float[] add = scratch.heap(0, channels);
            float[] example = scratch.heap(1, volume);
            addend.get(0, add, channels);
            for (int n = Workers.start(part, parts, examples); n < Workers.start(part + 1, parts, examples); n++) {
                values.get(n * volume, example, volume);
                if (positions == 1) {
                    Loops.add(add, example, channels);
                } else {
                    for (int c = 0; c < channels; c++) {
                        Loops.add(add[c], example, c * positions, (c + 1) * positions);
                    }
                }
                values.put(n * volume, example, volume);
            }
        });
    }

    /** Writes each channel's sum. */
    public void sum(INDArray array, INDArray sums) {
        Floats values = Floats.of(array);
        Floats result = Floats.of(sums);
        int channels = (int) result.length();
        int examples = (int) array.size(0);
        int volume = Math.toIntExact(values.length() / examples);
        int positions = volume / channels;
        int parts = workers.partsFor(values.length(), examples);
        workers.run(
                parts,
                (part, scratch) -> {
                    float[] own = scratch.zeros(0, channels);
                    float[] example = scratch.heap(1, volume);
                    for (int n = Workers.start(part, parts, examples);
                            n < Workers.start(part + 1, parts, examples);
                            n++) {
                        values.get(n * volume, example, volume);
                        if (positions == 1) {
                            Loops.add(example, own, channels);
                        } else {
                            for (int c = 0; c < channels; c++) {
                                own[c] += Loops.sum(example, c * positions, (c + 1) * positions);
                            }
                        }
                    }
                },
                all -> {
                    float[] own = all[0].heap(0, channels);
                    for (int part = 1; part < parts; part++) {
                        Loops.add(all[part].heap(0, channels), own, channels);
                    }
                    result.put(0, own, channels);
                });
    }
}
