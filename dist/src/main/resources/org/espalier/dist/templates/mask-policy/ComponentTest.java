package {{package}};

import org.espalier.api.mask.MaskPolicy;
import org.espalier.testkit.MaskPolicyContract;

final class {{Class}}Test implements MaskPolicyContract {
    @Override
    public MaskPolicy policy() {
        return new {{Class}}(0.1);
    }
}
