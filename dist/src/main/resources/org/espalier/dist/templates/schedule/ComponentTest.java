package {{package}};

import org.espalier.api.schedule.Schedule;
import org.espalier.testkit.ScheduleContract;

final class {{Class}}Test implements ScheduleContract {
    @Override
    public Schedule schedule() {
        return new {{Class}}(2);
    }
}
