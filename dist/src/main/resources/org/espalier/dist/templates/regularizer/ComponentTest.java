package {{package}};

import org.espalier.api.mask.Regularizer;
import org.espalier.testkit.RegularizerContract;

final class {{Class}}Test implements RegularizerContract {
    @Override
    public Regularizer regularizer() {
        return new {{Class}}(0.1);
    }
}
