package org.espalier.plugins.dst;

/**
 * Stands in for the derivative of the unit step, which is zero or infinite: {@code H(x)} of Liu et al. 2020, section 3.3,
 * by which gradients reach thresholds and masked weights. Figure 2 there compares kinds of it; those here are all
 * {@code max(peak − slope · |x|, tail)} up to {@code reach}, and 0 beyond.
 */
public enum Surrogate {
    /**
     * {@code 2 − 4|x|} up to 0.4, then 0.4 up to 1: narrow where it counts, with a tail that still reaches weights far from
     * their threshold (Xu and Cheung 2019). The paper's choice.
     */
    LONG_TAILED(2, 4, 0.4f, 1),

    /** {@code 2 − 4|x|} up to 0.5: the higher-order estimate without a tail (Liu, Z. et al. 2018, Bi-Real Net). */
    SHORT_TAILED(2, 4, 0, 0.5f),

    /** 1 up to 1: the straight-through estimator that saturates (Hubara et al. 2016). */
    RECTANGULAR(1, 0, 1, 1),

    /** 1 everywhere: the straight-through estimator (Bengio, Léonard and Courville 2013). */
    STRAIGHT_THROUGH(1, 0, 1, Float.POSITIVE_INFINITY);

    private final float peak;
    private final float slope;
    private final float tail;
    private final float reach;

    Surrogate(float peak, float slope, float tail, float reach) {
        this.peak = peak;
        this.slope = slope;
        this.tail = tail;
        this.reach = reach;
    }

    /** Returns {@code H(x)}, at least 0. */
    float at(float x) {
        float size = Math.abs(x);
        return size <= reach ? Math.max(peak - slope * size, tail) : 0;
    }

    /**
     * Pulls gradients of {@code W ⊙ S(|W| − t)} back, in one loop without branches.
     *
     * @param w weights
     * @param t their thresholds
     * @param g gradients at masked weights; replaced by those at weights, {@code g · (S(Q) + |W| · H(Q))}
     * @param atThreshold overwritten with {@code −g · W · H(Q)}
     */
    void pullBack(float[] w, float[] t, float[] g, float[] atThreshold, int count) {
        float top = peak;
        float fall = slope;
        float least = tail;
        float end = reach;
        for (int i = 0; i < count; i++) {
            float size = Math.abs(w[i]);
            float q = size - t[i];
            float x = Math.abs(q);
            float h = Math.max(top - fall * x, least) * (1 - Step.at(x - end));
            float gradient = g[i];
            atThreshold[i] = -gradient * w[i] * h;
            g[i] = gradient * (Step.at(q) + size * h);
        }
    }
}
