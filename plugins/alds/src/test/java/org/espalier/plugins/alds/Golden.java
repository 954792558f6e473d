package org.espalier.plugins.alds;

/** The layer of the golden vectors: 6 filters of 4 channels, 3×3. */
final class Golden {
    private Golden() {}

    static Kernel kernel() {
        float[] weights = new float[6 * 4 * 9];
        for (int n = 0; n < weights.length; n++) {
            int o = n / 36;
            int i = n / 9 % 4;
            int y = n / 3 % 3;
            int x = n % 3;
            weights[n] = (float) (Math.sin(1 + 7 * o + 3 * i + 2 * y + x * x) * (1 + 0.3 * Math.cos(o * i)));
        }
        return new Kernel(6, 4, 3, 3, weights);
    }
}
