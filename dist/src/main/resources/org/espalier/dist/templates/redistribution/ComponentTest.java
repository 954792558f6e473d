package {{package}};

import org.espalier.api.budget.Redistribution;
import org.espalier.testkit.RedistributionContract;

final class {{Class}}Test implements RedistributionContract {
    @Override
    public Redistribution redistribution() {
        return new {{Class}}();
    }
}
