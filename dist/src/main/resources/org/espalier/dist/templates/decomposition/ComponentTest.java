package {{package}};

import org.espalier.api.decompose.Decomposition;
import org.espalier.testkit.DecompositionContract;

final class {{Class}}Test implements DecompositionContract {
    @Override
    public Decomposition decomposition() {
        return new {{Class}}();
    }
}
