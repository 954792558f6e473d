package {{package}};

import org.espalier.api.train.TrainingHook;
import org.espalier.testkit.TrainingHookContract;

final class {{Class}}Test implements TrainingHookContract {
    @Override
    public TrainingHook hook() {
        return new {{Class}}(0.1);
    }
}
