package {{package}};

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.espalier.api.report.Reporter;
import org.espalier.api.report.RunRecord;

/** Writes {{name}}.md: a table with the last value of everything that was measured. */
public record {{Class}}() implements Reporter {
    @Override
    public void report(RunRecord record, Path directory) throws IOException {
        var last = new TreeMap<String, Double>();
        record.metrics().forEach(row -> last.put(row.key(), row.value()));
        var text = new StringBuilder("# ").append(record.name()).append("\n\n| measured | last |\n|---|---|\n");
        last.forEach((key, value) -> text.append("| ")
                .append(key.replace("|", "\\|"))
                .append(" | ")
                .append(value)
                .append(" |\n"));
        Files.writeString(directory.resolve("{{name}}.md"), text);
    }
}
