package org.espalier.plugins.alds;

import static org.bytedeco.openblas.global.openblas.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;

import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/**
 * Shares work out by layers instead of within matrices, most of which are too small for that: parallel streams of the work get as
 * many threads as the run gave BLAS, and BLAS one in each. Nothing else computes meanwhile.
 */
final class Cores {
    private Cores() {}

    static <T> T share(Supplier<T> work) {
        int threads = blas_get_num_threads();
        var pool = new ForkJoinPool(Math.max(1, threads));
        blas_set_num_threads(1);
        try {
            return pool.submit(work::get).join();
        } finally {
            blas_set_num_threads(threads);
            pool.shutdown();
        }
    }
}
