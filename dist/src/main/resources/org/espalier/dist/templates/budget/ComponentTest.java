package {{package}};

import org.espalier.api.budget.Budget;
import org.espalier.testkit.BudgetContract;

final class {{Class}}Test implements BudgetContract {
    @Override
    public Budget budget() {
        return new {{Class}}(500, 4);
    }
}
