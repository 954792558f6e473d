package {{package}};

import org.espalier.api.train.Optimizer;
import org.espalier.testkit.OptimizerContract;

final class {{Class}}Test implements OptimizerContract {
    @Override
    public Optimizer optimizer() {
        return new {{Class}}(0.01, 0.9);
    }
}
