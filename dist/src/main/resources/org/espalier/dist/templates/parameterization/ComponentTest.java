package {{package}};

import org.espalier.api.mask.Parameterization;
import org.espalier.testkit.ParameterizationContract;

final class {{Class}}Test implements ParameterizationContract {
    @Override
    public Parameterization parameterization() {
        return new {{Class}}(1);
    }
}
