package {{package}};

import org.espalier.api.mask.Granularity;
import org.espalier.testkit.GranularityContract;

final class {{Class}}Test implements GranularityContract {
    @Override
    public Granularity granularity() {
        return new {{Class}}(4);
    }
}
