package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is, and on a resumed run the way back to where it was: pieces that were done before are passed over, those
 * that were in progress are gone into, and from there on everything is done.
 *
 * <p>A piece is a stage or a call that a stage makes on its bench. Pieces are numbered in the order in which they come up
 * within the piece around them, so the numbers from outside to inside tell a place; that a stage makes the same calls again
 * is what {@link org.espalier.api.stage.Stage#reentrant} promises. Inside any other stage there are no places.
 */
final class Course {
    private final List<Integer> here = new ArrayList<>();
    private int next;
    private boolean closed;
    private @Nullable Position goal;
    private @Nullable TrainingPosition training;

    /**
     * Makes the pieces before a place pass over; called before the first one.
     *
     * @throws IllegalArgumentException when it is no place
     */
    void goTo(Position place) {
        if (place.calls().isEmpty()) {
            throw new IllegalArgumentException("its place is none");
        }
        goal = place;
    }

    /** Returns whether the run is still on its way back to where it was. */
    boolean returning() {
        return goal != null;
    }

    /** Returns whether the run is at a place that it can be taken up from. */
    boolean atPlace() {
        return !closed && !returning();
    }

    /** Returns where the run is: in the innermost piece, before its first inner one. */
    Position position(@Nullable TrainingPosition progress) {
        return new Position(here, progress);
    }

    /** Does a piece, or answers {@code otherwise} when it was done before. */
    <T> T pass(Supplier<T> piece, T otherwise) {
        if (closed) {
            return piece.get();
        }
        int number = next++;
        if (goal != null && number < goal.calls().get(here.size())) {
            return otherwise;
        }
        if (goal != null && number > goal.calls().get(here.size())) {
            throw lost(goal);
        }
        int outer = next;
        here.add(number);
        next = 0;
        if (goal != null && goal.calls().size() == here.size()) {
            training = goal.training();
            goal = null;
        }
        try {
            T answer = piece.get();
            end();
            return answer;
        } finally {
            here.remove(here.size() - 1);
            next = outer;
        }
    }

    /**
     * Says that the last piece is done.
     *
     * @throws UnusableCheckpointException when the run did not find the way back to where it was, or not to a training that it was in
     */
    void end() {
        if (goal != null) {
            throw lost(goal);
        }
        requireTaken();
    }

    private UnusableCheckpointException lost(Position place) {
        return new UnusableCheckpointException("the run did not find the way back to its place " + place.calls()
                + ": there is no such place in this pipeline, or a stage that calls itself reentrant made other calls"
                + " than before");
    }

    private void requireTaken() {
        if (training != null) {
            training = null;
            throw new UnusableCheckpointException("its place is in a training, and no training is there");
        }
    }

    /** Does a piece that answers nothing, unless it was done before. */
    void pass(Runnable piece) {
        pass(
                () -> {
                    piece.run();
                    return true;
                },
                true);
    }

    /** Does something that cannot be taken up in its middle. */
    <T> T closed(Supplier<T> work) {
        boolean before = closed;
        closed = true;
        try {
            return work.get();
        } finally {
            closed = before;
        }
    }

    /** Does something that answers nothing and cannot be taken up in its middle. */
    void closed(Runnable work) {
        closed(() -> {
            work.run();
            return true;
        });
    }

    /** Returns how far the training had come that the run was in; null when it begins now. Asked by that training, once. */
    @Nullable
    TrainingPosition takeTraining() {
        TrainingPosition taken = training;
        training = null;
        return taken;
    }
}
