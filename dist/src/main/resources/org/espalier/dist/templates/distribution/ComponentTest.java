package {{package}};

import org.espalier.api.budget.Distribution;
import org.espalier.testkit.DistributionContract;

final class {{Class}}Test implements DistributionContract {
    @Override
    public Distribution distribution() {
        return new {{Class}}();
    }
}
