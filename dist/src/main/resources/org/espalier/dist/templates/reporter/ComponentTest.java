package {{package}};

import org.espalier.api.report.Reporter;
import org.espalier.testkit.ReporterContract;

final class {{Class}}Test implements ReporterContract {
    @Override
    public Reporter reporter() {
        return new {{Class}}();
    }
}
