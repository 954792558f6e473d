package org.espalier.testkit.core;

import org.espalier.api.schedule.Schedule;
import org.espalier.testkit.ScheduleContract;
import org.junit.jupiter.api.Nested;

final class SchedulesTest {
    @Nested
    final class OneShot implements ScheduleContract {
        @Override
        public Schedule schedule() {
            return Core.component(Schedule.class, "one-shot");
        }
    }

    @Nested
    final class Constant implements ScheduleContract {
        @Override
        public Schedule schedule() {
            return Core.component(Schedule.class, "constant");
        }
    }

    @Nested
    final class Linear implements ScheduleContract {
        @Override
        public Schedule schedule() {
            return Core.component(Schedule.class, "linear");
        }
    }

    @Nested
    final class Cubic implements ScheduleContract {
        @Override
        public Schedule schedule() {
            return Core.component(Schedule.class, "cubic");
        }
    }

    @Nested
    final class Exponential implements ScheduleContract {
        @Override
        public Schedule schedule() {
            return Core.component(Schedule.class, "{ exponential: { ratio: 0.1 } }");
        }
    }

    @Nested
    final class Stepwise implements ScheduleContract {
        @Override
        public Schedule schedule() {
            return Core.component(Schedule.class, "{ stepwise: { steps: 4 } }");
        }
    }

    @Nested
    final class Cosine implements ScheduleContract {
        @Override
        public Schedule schedule() {
            return Core.component(Schedule.class, "cosine");
        }
    }

    @Nested
    final class Step implements ScheduleContract {
        @Override
        public Schedule schedule() {
            return Core.component(Schedule.class, "{ step: { every-epochs: 3 } }");
        }
    }

    @Nested
    final class WarmUp implements ScheduleContract {
        @Override
        public Schedule schedule() {
            return Core.component(Schedule.class, "{ warm-up: { epochs: 2, then: cosine } }");
        }
    }
}
