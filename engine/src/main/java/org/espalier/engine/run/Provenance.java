package org.espalier.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What made a run: facts by name, written to {@code run.json} when the run begins and again when it ends. */
final class Provenance {
    /** The fact that holds the run's {@link #id()}. */
    static final String ID = "id";

    /** How long the run was at work, as an ISO-8601 duration. */
    private static final String TOOK = "took";

    private final Map<String, String> facts = new LinkedHashMap<>();
    private final RunDirectory directory;
    private final Instant since = Instant.now();
    private Duration before = Duration.ZERO;

    Provenance(RunDirectory directory) {
        this.directory = directory;
    }

    /** Returns what tells the run from all others, which its checkpoints carry. */
    String id() {
        return facts.getOrDefault(ID, "");
    }

    /** Returns the facts, and how long the run was at work until now. */
    Map<String, String> facts() {
        var now = new LinkedHashMap<>(facts);
        now.put(TOOK, worked().toString());
        return Collections.unmodifiableMap(now);
    }

    /** Takes down that the run ends now. */
    void end() {
        facts.put("ended", Instant.now().toString());
        facts.put(TOOK, worked().toString());
    }

    /** Takes over the facts of a run that goes on; when it ended is open again. */
    void goOn(Map<String, String> before) {
        facts.putAll(before);
        facts.remove("ended");
        facts.remove(TOOK);
        facts.put("outcome", "unfinished");
    }

    /** Returns how long the run was at work, from its beginning on, without the time between a kill and a resumption. */
    Duration worked() {
        return before.plus(Duration.between(since, Instant.now()).truncatedTo(ChronoUnit.MILLIS));
    }

    /** Counts on from how long the run had been at work at its checkpoint. */
    void workedBefore(Duration worked) {
        before = worked;
    }

    void put(String name, String value) {
        facts.put(name, value);
    }

    /** Takes down what a file holds that a stage reads. */
    void read(String name, Path file) {
        var before = new LinkedHashMap<>(facts);
        FileFacts.content(facts, name, file);
        if (!before.equals(facts)) {
            write();
        }
    }

    /** Takes down that the run writes a file itself. */
    void written(Path file) {
        FileFacts.written(facts, file);
    }

    /** Adds a fact that may be there several times; further ones are called {@code name.2} and so on. */
    void add(String name, String value) {
        String free = name;
        for (int i = 2; facts.containsKey(free); i++) {
            free = name + "." + i;
        }
        facts.put(free, value);
    }

    void write() {
        try {
            String json = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(facts);
            directory.write(RunDirectory.PROVENANCE, json + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings is always JSON", e);
        }
    }
}
