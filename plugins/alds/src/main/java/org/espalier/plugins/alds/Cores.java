package org.espalier.plugins.alds;

import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/** Shares work out by layers instead of within matrices, most of which are too small for that. */
final class Cores {
    private Cores() {}

    /** Does work whose parallel streams get so many threads. */
    static <T> T share(int threads, Supplier<T> work) {
        var pool = new ForkJoinPool(threads);
        try {
            return pool.submit(work::get).join();
        } finally {
            pool.shutdown();
        }
    }
}
