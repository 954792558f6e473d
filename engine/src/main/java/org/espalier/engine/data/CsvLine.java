package org.espalier.engine.data;

import java.util.ArrayList;
import java.util.List;

/** One line of a table, cut into fields; a field may stand in double quotes, and a doubled quote in it is a quote. */
final class CsvLine {
    private CsvLine() {}

    /**
     * Cuts a line.
     *
     * @throws IllegalArgumentException when a quote is not closed on the line
     */
    static List<String> fields(String line, char separator) {
        List<String> fields = new ArrayList<>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a double quote is not closed on this line");
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
