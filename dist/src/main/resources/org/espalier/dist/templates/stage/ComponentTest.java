package {{package}};

import org.espalier.api.stage.Stage;
import org.espalier.testkit.StageContract;

final class {{Class}}Test implements StageContract {
    @Override
    public Stage stage() {
        return new {{Class}}(0.9);
    }
}
