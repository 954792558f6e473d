package {{package}};

import org.espalier.api.score.Criterion;
import org.espalier.testkit.CriterionContract;

final class {{Class}}Test implements CriterionContract {
    @Override
    public Criterion criterion() {
        return new {{Class}}(0.05);
    }
}
