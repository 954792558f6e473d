package org.espalier.engine.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.espalier.api.data.DataException;

/**
 * The records of a table, one after the other, each with the line on which it begins. Fields may stand in double quotes, over
 * several lines too, and a doubled quote in them is a quote. Blank lines are skipped.
 */
final class CsvRecords {
    /** What no record of numbers comes near: a quote that is not closed would take the rest of the file for one. */
    static final int LONGEST = 1 << 22;

    private final DataFile file;
    private final Limited text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private int line;

    CsvRecords(DataFile file, char separator) throws IOException {
        this.file = file;
        this.text = new Limited(file.text());
        this.parser = CSVParser.builder()
                .setReader(text)
                .setFormat(CSVFormat.DEFAULT
                        .builder()
                        .setDelimiter(separator)
                        .setIgnoreSurroundingSpaces(separator != ' ' && separator != '\t')
                        .setIgnoreEmptyLines(false)
                        .get())
                .get();
        this.records = parser.iterator();
    }

    /**
     * Returns the next record that is not blank; nothing at the end.
     *
     * @throws DataException when it cannot be cut into fields
     */
    String[] next() throws IOException {
        while (true) {
            line = Math.toIntExact(parser.getCurrentLineNumber() + 1);
            text.left = LONGEST;
            try {
                if (!records.hasNext()) {
                    return new String[0];
                }
            } catch (UncheckedIOException e) {
                if (e.getCause() instanceof CSVException wrong) {
                    throw problem(
                            String.valueOf(wrong.getMessage()).contains("EOF")
                                    ? "a double quote that opens a field is not closed up to the end of the file."
                                    : "something stands between the double quote that closes a field and the next"
                                            + " separator. Double a quote that belongs to the field.");
                }
                throw e.getCause();
            }
            CSVRecord record = records.next();
            if (record.size() > 1 || !record.get(0).isBlank()) {
                String[] fields = record.values();
                for (int i = 0; i < fields.length; i++) {
                    fields[i] = fields[i].strip();
                }
                return fields;
            }
        }
    }

    /** Returns the line on which the last record begins, from 1. */
    int line() {
        return line;
    }

    /** Makes the error for something found in the last record. */
    DataException problem(String message) {
        return new DataException(file.path() + ":" + line + ": " + message);
    }

    /** Text that may be read only so far, before it is allowed more. */
    private final class Limited extends FilterReader {
        private int left = LONGEST;

        Limited(Reader text) {
            super(text);
        }

        @Override
        public int read() throws IOException {
            return counted(super.read(), 1);
        }

        @Override
        public int read(char[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            return counted(read, Math.max(0, read));
        }

        private int counted(int result, int characters) {
            left -= characters;
            if (left < 0) {
                throw problem("this record has more than " + LONGEST
                        + " characters, which no table of numbers needs. Close the double quote, or get the"
                        + " file again.");
            }
            return result;
        }
    }
}
