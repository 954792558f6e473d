package org.espalier.engine.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a run at which it can be taken up again.
 *
 * @param calls which piece of the run is next or in progress: the number of a stage in its list, of a call that this stage
 *     makes, of a stage in the list of that call, and so on, each from 0
 * @param training how far the training has come that the last call makes; null when the piece has not begun
 */
record Position(List<Integer> calls, @Nullable TrainingPosition training) {
    Position {
        calls = List.copyOf(calls);
    }
}
