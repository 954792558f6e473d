package {{package}};

import org.espalier.api.report.Metric;
import org.espalier.testkit.MetricContract;

final class {{Class}}Test implements MetricContract {
    @Override
    public Metric metric() {
        return new {{Class}}();
    }
}
