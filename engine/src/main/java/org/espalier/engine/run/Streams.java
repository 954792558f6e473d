package org.espalier.engine.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.espalier.engine.random.RandomStreams;

/**
 * Names the random streams of a run: by who draws and at which step of the run. In paired work, whose parts are to be
 * compared, streams go by the draw instead of the label, and steps are counted from where the work began: so two parts of one draw
 * that do the same draw the same.
 */
final class Streams {
    private final long seed;
    private final Recorder recorder;
    private final Deque<Pair> pairs = new ArrayDeque<>();
    /** At which step of the run paired work began that a resumed run is yet to find its way back into; outermost first. */
    private final Deque<Long> begun = new ArrayDeque<>();

    /**
     * Paired work in progress.
     *
     * @param path what the paths of all that happens in it begin with
     * @param stream what stands for that in the names of streams
     * @param step of the run at which it began
     */
    private record Pair(String path, String stream, long step) {}

    Streams(long seed, Recorder recorder) {
        this.seed = seed;
        this.recorder = recorder;
    }

    /** Returns the stream of whoever stands at {@code path} at this step. */
    RandomGenerator of(String path) {
        return RandomStreams.of(seed, name(path), step());
    }

    /**
     * Returns a seed for what makes streams of its own.
     *
     * @param path of whoever draws
     * @param ago how many steps ago it began
     */
    long seed(String path, long ago) {
        return RandomStreams.seed(seed, name(path), step() - ago);
    }

    /** Returns the name of all draws of weights at {@code path} and this step. */
    String draw(String path) {
        return name(path) + "@" + step();
    }

    /** Returns how many steps were made since the innermost paired work began, or else since the run did. */
    long step() {
        return recorder.step() - (pairs.isEmpty() ? 0 : pairs.element().step());
    }

    /**
     * Does paired work.
     *
     * @param path of the stage whose work it is
     * @param label follows the path in records
     * @param draw follows it in the names of streams
     */
    void pair(String path, String label, String draw, Runnable work) {
        long step = begun.isEmpty() ? recorder.step() : begun.remove();
        pairs.push(new Pair(path + label, name(path) + draw, step));
        try {
            work.run();
        } finally {
            pairs.pop();
        }
    }

    /** Returns at which steps of the run the paired work in progress began, outermost first. */
    List<Long> begun() {
        var steps = new ArrayList<Long>();
        pairs.descendingIterator().forEachRemaining(pair -> steps.add(pair.step()));
        return steps;
    }

    /** Tells of paired work that the run was in, and will find its way back into, from the outermost on. */
    void goOn(long step) {
        begun.add(step);
    }

    private String name(String path) {
        if (pairs.isEmpty()) {
            return path;
        }
        Pair pair = pairs.element();
        return path.startsWith(pair.path())
                ? pair.stream() + path.substring(pair.path().length())
                : pair.stream() + "/" + path;
    }
}
