package {{package}};

import java.nio.file.Path;
import org.espalier.api.data.DataSource;
import org.espalier.api.data.DataSource.Locator;
import org.espalier.testkit.DataSourceContract;

final class {{Class}}Test implements DataSourceContract {
    @Override
    public DataSource dataSource() {
        return new {{Class}}(100, 20);
    }

    @Override
    public Locator dataLocator() {
        return Path::of;
    }

    /** It makes its examples up. */
    @Override
    public boolean dataSourceReadsNoFile() {
        return true;
    }
}
