package org.espalier.testkit.core;

import org.espalier.api.report.Reporter;
import org.espalier.testkit.ReporterContract;
import org.junit.jupiter.api.Nested;

final class ReportersTest {
    @Nested
    final class Html implements ReporterContract {
        @Override
        public Reporter reporter() {
            return Core.component(Reporter.class, "html");
        }
    }

    @Nested
    final class Text implements ReporterContract {
        @Override
        public Reporter reporter() {
            return Core.component(Reporter.class, "text");
        }
    }

    @Nested
    final class Csv implements ReporterContract {
        @Override
        public Reporter reporter() {
            return Core.component(Reporter.class, "csv");
        }
    }

    @Nested
    final class Json implements ReporterContract {
        @Override
        public Reporter reporter() {
            return Core.component(Reporter.class, "json");
        }
    }
}
