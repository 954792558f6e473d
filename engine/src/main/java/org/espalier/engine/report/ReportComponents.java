package org.espalier.engine.report;

import java.util.List;
import org.espalier.api.plugin.Provider;
import org.espalier.api.report.Reporter;

/** The reporters that the core offers. */
public final class ReportComponents {
    private ReportComponents() {}

    /** Returns one provider a reporter. */
    public static List<Provider<?>> providers() {
        return List.of(
                Provider.of(
                        Reporter.class, "html", "one self-contained page with charts: report.html", HtmlReport.class),
                Provider.of(Reporter.class, "text", "the tables of the console: report.txt", TextReport.class),
                Provider.of(
                        Reporter.class,
                        "csv",
                        "accuracy with the density it was measured at: weights-left.csv",
                        CsvReport.class),
                Provider.of(Reporter.class, "json", "the whole run for programs: report.json", JsonReport.class));
    }
}
