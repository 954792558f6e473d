package org.espalier.engine.kernel.blas;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.espalier.engine.kernel.memory.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads that share work out by part numbers, so that what each part does, and in which order results
 * are put together, never depends on timing. The calling thread does part 0; helpers are daemons and start with the first
 * shared work.
 */
public final class Workers {
    /** Some 20 µs of spinning bridge the gap between two operations without a system call. */
    private static final int SPINS = 2000;

    /** Below so many elements, waking another thread costs more than it saves. */
    public static final int SHARED_ELEMENTS = 32_768;

    private final Scratch[] scratch;
    private final Helper[] helpers;
    private final AtomicInteger pending = new AtomicInteger();
    private boolean started;

    private volatile Thread caller = Thread.currentThread();

    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("there must be at least 1 thread but there are " + threads);
        }
        scratch = new Scratch[threads];
        helpers = new Helper[threads - 1];
        for (int i = 0; i < threads; i++) {
            scratch[i] = new Scratch();
        }
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(i + 1);
        }
    }

    /** One part of shared work. */
    @FunctionalInterface
    public interface Part {
        /**
         * Does the part.
         *
         * @param part its number
         * @param scratch memory that nobody else uses meanwhile
         */
        void run(int part, Scratch scratch);
    }

    /** What remains to be done when all parts are done. */
    @FunctionalInterface
    public interface Finish {
        /**
         * Puts results together.
         *
         * @param all the memory of each part, as the part left it
         */
        void run(Scratch[] all);
    }

    /** Returns the largest number of parts. */
    public int threads() {
        return scratch.length;
    }

    /** Returns in how many parts to do element-wise work that can be cut into {@code pieces}. */
    public int partsFor(long elements, int pieces) {
        return elements < SHARED_ELEMENTS ? 1 : Math.min(threads(), pieces);
    }

    /** Returns where part {@code part} of {@code parts} starts among {@code count} things; it ends where the next starts. */
    public static int start(int part, int parts, int count) {
        return (int) ((long) count * part / parts);
    }

    /** Does all parts and returns when they are done. What a part throws is thrown here, the lowest part's first. */
    public void run(int parts, Part body) {
        run(parts, body, all -> {});
    }

    /** Does all parts, then puts their results together. Calls from several threads wait for each other. */
    public synchronized void run(int parts, Part body, Finish finish) {
        if (parts <= 1) {
            body.run(0, scratch[0]);
        } else {
            share(parts, body);
        }
        finish.run(scratch);
    }

    private void share(int parts, Part body) {
        if (!started) {
            started = true;
            for (Helper helper : helpers) {
                helper.start();
            }
        }
        caller = Thread.currentThread();
        pending.set(parts - 1);
        for (int i = 0; i < parts - 1; i++) {
            helpers[i].hand(body);
        }
        Throwable failure = attempt(body, 0);
        for (int spins = 0; pending.get() > 0; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
        for (int i = 0; i < parts - 1; i++) {
            failure = failure == null ? helpers[i].failure : failure;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private @Nullable Throwable attempt(Part body, int part) {
        try {
            body.run(part, scratch[part]);
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    private final class Helper extends Thread {
        private final int part;
        private volatile @Nullable Part work;
        private volatile @Nullable Throwable failure;

        Helper(int part) {
            super("espalier-worker-" + part);
            this.part = part;
            setDaemon(true);
        }

        void hand(Part body) {
            failure = null;
            work = body;
            LockSupport.unpark(this);
        }

        @Override
        public void run() {
            int spins = 0;
            while (true) {
                Part body = work;
                if (body == null) {
                    if (spins++ < SPINS) {
                        Thread.onSpinWait();
                    } else {
                        LockSupport.park(Workers.this);
                    }
                    continue;
                }
                spins = 0;
                failure = attempt(body, part);
                work = null;
                if (pending.decrementAndGet() == 0) {
                    LockSupport.unpark(caller);
                }
            }
        }
    }
}
