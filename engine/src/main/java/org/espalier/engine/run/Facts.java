package org.espalier.engine.run;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.data.DataException;
import org.espalier.engine.text.Shown;

/** Reads {@code run.json}: facts by name, all of them texts, as somebody may have altered them. */
final class Facts {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Facts() {}

    /**
     * Reads facts, in the order in which they were written.
     *
     * @param file where the text came from
     * @throws DataException when it is something else; names file and line
     */
    static Map<String, String> read(Path file, String text) {
        var facts = new LinkedHashMap<String, String>();
        try (JsonParser parser = JSON.createParser(text)) {
            require(file, parser, parser.nextToken() == JsonToken.START_OBJECT, "facts by name must stand in braces");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = checked(file, parser, parser.currentName());
                require(file, parser, parser.nextToken() == JsonToken.VALUE_STRING, "'" + name + "' must be a text");
                facts.put(name, checked(file, parser, parser.getText()));
            }
            require(file, parser, parser.nextToken() == null, "nothing may stand behind the facts");
        } catch (JsonProcessingException e) {
            throw problem(file, e.getLocation() == null ? 1 : e.getLocation().getLineNr(), e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return facts;
    }

    /** Halves of a character pair are no text that could be written again. */
    private static String checked(Path file, JsonParser parser, String text) {
        boolean whole = text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        require(file, parser, whole, "a text has half a character");
        return text;
    }

    private static void require(Path file, JsonParser parser, boolean right, String wanted) {
        if (!right) {
            throw problem(file, parser.currentLocation().getLineNr(), wanted);
        }
    }

    private static DataException problem(Path file, int line, String what) {
        return new DataException(
                file + ":" + line + ": not a run's facts: " + Shown.cut(what, 200) + "; the file was altered");
    }
}
