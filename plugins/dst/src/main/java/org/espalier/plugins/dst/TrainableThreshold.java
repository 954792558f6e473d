package org.espalier.plugins.dst;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The trainable masked layer of Liu et al. 2020: the network runs with {@code W ⊙ M}, {@code M = S(Q)},
 * {@code Q = |W| − t} (equations 2 to 4), where {@code S} is the unit step and {@code t} starts at 0. A tie, {@code |w| = t}
 * as floats, is masked: {@code S(0) = 0}, as in the authors' code (their equation has 1). Biases are never masked.
 *
 * <p>What is not a number stays so, in weights and in thresholds: a mask does not hide it.
 *
 * <p>Departures: the collapse rule holds for recurrent matrices too, each by itself, which the authors' LSTM leaves out; and
 * {@code keep-one} is new.
 */
public record TrainableThreshold(
        @Knob(value = "what stands in for the step's derivative", otherwise = "long-tailed")
        Surrogate surrogate,

        @Knob(value = "which weights share a threshold: of an output, of a matrix, or none", otherwise = "output")
        Extent per,

        @Knob(
                value = "keep each output's largest weight: what has none has no variance, by which batch normalization"
                        + " divides its gradients",
                otherwise = "false")
        boolean keepOne,

        @Knob(
                value =
                        "the share of a matrix's weights at which, and below, its thresholds start anew from 0; 0 for never",
                otherwise = "0.01")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double resetBelow,

        @Knob(value = "whether the optimizer's weight decay pulls at thresholds too, as published", otherwise = "true")
        boolean decay)
        implements Elementwise {
    static final String THRESHOLD = "threshold";

    public TrainableThreshold {
        requireNonNull(surrogate, "surrogate is null");
        requireNonNull(per, "per is null");
        if (!(resetBelow >= 0 && resetBelow < 1)) {
            throw new IllegalArgumentException("'reset-below' must be in [0, 1) but is " + resetBelow);
        }
    }

    /** As published: the long-tailed estimate, a threshold an output, reset at 1 %, decaying with the weights. */
    public TrainableThreshold() {
        this(Surrogate.LONG_TAILED, Extent.OUTPUT, false, 0.01, true);
    }

    /** Returns this with every output keeping a weight. */
    TrainableThreshold keepingOne() {
        return new TrainableThreshold(surrogate, per, true, resetBelow, decay);
    }

    /** Returns this with matrices that may become as sparse as a share of their weights. */
    TrainableThreshold resettingBelow(double share) {
        return new TrainableThreshold(surrogate, per, keepOne, share, decay);
    }

    @Override
    public String extra() {
        return THRESHOLD;
    }

    @Override
    public boolean decides() {
        return true;
    }

    @Override
    public boolean decays(String extra) {
        return decay;
    }

    @Override
    public Latent start(ParamInfo info, INDArray dense, RandomGenerator random) {
        return at(info, dense, new float[count(info)]);
    }

    @Override
    public boolean alive(float w, float t, boolean masked) {
        return Step.at(Math.abs(w) - t) != 0;
    }

    @Override
    public float forward(float w, float t, boolean on) {
        return w * Step.at(Math.abs(w) - t);
    }

    /** {@code g · M + g · W · H(Q) · sign(W)}: the performance and the structure gradient (section 3.4). */
    @Override
    public float backward(float w, float t, boolean on, float g) {
        float q = Math.abs(w) - t;
        return g * (Step.at(q) + Math.abs(w) * surrogate.at(q));
    }

    /** {@code −g · W · H(Q)}, of which a threshold's gradient is the sum. */
    @Override
    public float backwardExtra(float w, float t, boolean on, float g) {
        return -g * w * surrogate.at(Math.abs(w) - t);
    }

    @Override
    public void forward(float[] w, float[] t, float[] alive, int count) {
        for (int i = 0; i < count; i++) {
            float m = Step.at(Math.abs(w[i]) - t[i]);
            alive[i] = m;
            // − w · 0 is −0; the sum is 0
            w[i] = w[i] * m + 0f;
        }
    }

    @Override
    public void backward(float[] w, float[] t, float[] alive, float[] g, float[] atThreshold, int count) {
        surrogate.pullBack(w, t, g, atThreshold, count);
    }

    @Override
    public boolean needsRepair(int[] alive, long width) {
        long left = Arrays.stream(alive).asLongStream().sum();
        return collapsed((double) left / (alive.length * width))
                || (keepOne && Arrays.stream(alive).anyMatch(row -> row == 0));
    }

    /** Starts the thresholds of a collapsed matrix anew (section 3.4), and lowers those that leave an output nothing. */
    @Override
    public Latent repair(ParamInfo info, Latent latent, Mask mask) {
        Mask alive = effective(info, latent, mask).mask();
        if (collapsed(alive.density())) {
            return at(info, latent.dense(), new float[count(info)]);
        }
        return keepOne ? at(info, latent.dense(), Thresholds.keepingOne(info, latent, alive)) : latent;
    }

    private boolean collapsed(double density) {
        return resetBelow > 0 && density <= resetBelow;
    }

    private Latent at(ParamInfo info, INDArray dense, float[] thresholds) {
        return new Latent(dense, Map.of(THRESHOLD, Flat.array(thresholds, per.shape(info))), Map.of());
    }

    private int count(ParamInfo info) {
        return Math.toIntExact(Arrays.stream(per.shape(info)).reduce(1, Math::multiplyExact));
    }
}
