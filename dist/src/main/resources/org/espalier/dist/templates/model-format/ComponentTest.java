package {{package}};

import org.espalier.api.format.ModelFormat;
import org.espalier.testkit.ModelFormatContract;

final class {{Class}}Test implements ModelFormatContract {
    @Override
    public ModelFormat modelFormat() {
        return new {{Class}}();
    }
}
