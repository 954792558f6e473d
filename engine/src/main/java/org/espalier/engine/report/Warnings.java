package org.espalier.engine.report;

import java.util.List;
import org.espalier.api.report.RunRecord;

/** What in a run did not come as it was asked for, said above its numbers on the page and on the console. */
final class Warnings {
    /** What remarks that are warnings are about. */
    private static final String KEY = "warning";

    private Warnings() {}

    /** Returns one line a warning, with the stage; the same is said once. */
    static List<String> of(RunRecord record) {
        return record.remarks().stream()
                .filter(row -> row.key().equals(KEY))
                .map(row -> row.stage() + ": " + row.words())
                .distinct()
                .toList();
    }

    static String html(RunRecord record) {
        var html = new Html();
        of(record).forEach(warning -> html.element("p", "class=\"notice\"", "Warning: " + warning));
        return html.toString();
    }
}
