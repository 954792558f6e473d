package org.espalier.plugins.alds;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/** Shares work out by layers instead of within matrices, most of which are too small for that. */
final class Cores {
    private Cores() {}

    /** Does work whose parallel streams get so many threads; what it throws comes as it was thrown. */
    static <T> T share(int threads, Supplier<T> work) {
        var pool = new ForkJoinPool(threads);
        try {
            return CompletableFuture.supplyAsync(work, pool).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        } finally {
            pool.shutdown();
        }
    }
}
