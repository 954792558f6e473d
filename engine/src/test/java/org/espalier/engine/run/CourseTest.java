package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CourseTest {
    private final List<String> done = new ArrayList<>();
    private final List<Position> places = new ArrayList<>();

    /** Two stages; the second makes three calls, of which the middle one runs two stages. */
    private void walk(Course course) {
        course.pass(() -> leaf(course, "a"));
        course.pass(() -> {
            course.pass(() -> leaf(course, "b1"));
            course.pass(() -> {
                course.pass(() -> leaf(course, "b2x"));
                course.pass(() -> leaf(course, "b2y"));
            });
            course.pass(() -> leaf(course, "b3"));
        });
        course.pass(() -> leaf(course, "c"));
    }

    private void leaf(Course course, String name) {
        places.add(course.position(null));
        done.add(name);
    }

    private static Position at(@Nullable TrainingPosition training, Integer... calls) {
        return new Position(List.of(calls), training);
    }

    @Test
    void everyPieceHasAPlaceOfItsOwn() {
        walk(new Course());
        assertThat(places)
                .containsExactly(
                        at(null, 0), at(null, 1, 0), at(null, 1, 1, 0), at(null, 1, 1, 1), at(null, 1, 2), at(null, 2));
    }

    @Test
    void fromEachPlaceWhatWasNotDoneIsDone() {
        walk(new Course());
        List<String> all = List.copyOf(done);
        List<Position> every = List.copyOf(places);
        for (int i = 0; i < every.size(); i++) {
            done.clear();
            var course = new Course();
            course.goTo(every.get(i));
            assertThat(course.atPlace()).isFalse();
            walk(course);
            assertThat(done).isEqualTo(all.subList(i, all.size()));
            assertThat(course.atPlace()).isTrue();
        }
    }

    @Test
    void aTrainingInProgressIsHandedOverOnceWhereItWas() {
        var training = new TrainingPosition(1, 2, 12, Tally.Sums.NONE, 0.5, 0, "");
        var course = new Course();
        course.goTo(at(training, 1, 0));
        assertThat(course.takeTraining()).isNull();
        course.pass(() -> leaf(course, "a"));
        course.pass(() -> course.pass(() -> {
            assertThat(Objects.requireNonNull(course.takeTraining(), "no training"))
                    .isEqualTo(training);
            assertThat(course.takeTraining()).isNull();
            leaf(course, "b");
        }));
        assertThat(done).containsExactly("b");
    }

    @Test
    void thereAreNoPlacesInsideWhatIsClosed() {
        var course = new Course();
        course.pass(() -> course.closed(
                () -> course.pass(() -> assertThat(course.atPlace()).isFalse())));
        assertThat(course.atPlace()).isTrue();
    }

    @Test
    void aStageThatMakesOtherCallsThanBeforeIsCaught() {
        var course = new Course();
        course.goTo(at(null, 0, 3));
        assertThatThrownBy(() -> course.pass(() -> course.pass(() -> leaf(course, "a"))))
                .isInstanceOf(UnusableCheckpointException.class)
                .hasMessage("the run did not find the way back to its place [0, 3]: there is no such place in this"
                        + " pipeline, or a stage that calls itself reentrant made other calls than before");
    }

    @Test
    void aPlaceThatIsNowhereIsNotTheEnd() {
        for (List<Integer> calls :
                List.of(List.of(99, 99), List.of(-1), List.of(1, -1), List.of(1, 1, 7), List.of(0, 0, 0))) {
            done.clear();
            var course = new Course();
            course.goTo(new Position(calls, null));
            assertThatThrownBy(() -> {
                        walk(course);
                        course.end();
                    })
                    .isInstanceOf(UnusableCheckpointException.class)
                    .hasMessageContaining("its place " + calls);
        }
    }

    @Test
    void aTrainingThatNobodyTakesIsNoPlace() {
        var course = new Course();
        course.goTo(at(new TrainingPosition(1, 2, 12, Tally.Sums.NONE, 0.5, 0, ""), 1, 0));
        assertThatThrownBy(() -> walk(course))
                .isInstanceOf(UnusableCheckpointException.class)
                .hasMessage("its place is in a training, and no training is there");
    }

    @Test
    void noPlaceAtAllIsRefused() {
        assertThatThrownBy(() -> new Course().goTo(new Position(List.of(), null)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
