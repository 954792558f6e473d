package org.espalier.plugins.alds;

import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;

import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/** Times what it takes to factor one large layer, on one thread as within a run. */
final class LargeBenchmark {
    private LargeBenchmark() {}

    /** Takes the weight's rows and columns, and a rank. */
    public static void main(String[] arguments) {
        int rows = Integer.parseInt(arguments[0]);
        int columns = Integer.parseInt(arguments[1]);
        int rank = Integer.parseInt(arguments[2]);
        blas_set_num_threads(1);
        var random = new Random(1);
        double[] values = new double[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        Matrix weight = new Matrix(rows, columns, values);
        Matrix gram = time("Gram matrix", () -> rows <= columns ? weight.gramOfRows() : weight.gramOfColumns());
        double[] all = time("all singular values", () -> Eigen.values(gram));
        Eigen some = time("vectors of the largest " + rank, () -> Eigen.largest(gram, rank));
        Eigen every = time("vectors of all", () -> Eigen.of(gram));
        System.out.printf(
                Locale.ROOT, "largest eigenvalue %.6f, %.6f and %.6f%n", all[0], some.values()[0], every.values()[0]);
    }

    private static <T> T time(String what, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        System.out.printf(Locale.ROOT, "%-30s %7.1f s%n", what, (System.nanoTime() - start) / 1e9);
        return result;
    }
}
