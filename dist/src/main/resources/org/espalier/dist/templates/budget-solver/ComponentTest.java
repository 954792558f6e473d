package {{package}};

import org.espalier.api.budget.BudgetSolver;
import org.espalier.testkit.BudgetSolverContract;

final class {{Class}}Test implements BudgetSolverContract {
    @Override
    public BudgetSolver solver() {
        return new {{Class}}();
    }
}
