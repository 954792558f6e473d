package org.espalier.engine.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that measures the same thing and prints one JSON object with {@code min_s}, {@code median_s} and {@code max_s}. */
public final class Peer {
    private Peer() {}

    /**
     * Runs a peer.
     *
     * @param command word by word
     * @param environment what it is told beyond this process's environment
     * @return its least, median and largest time, in seconds
     * @throws IllegalStateException when it cannot be run, or answers something else
     */
    public static List<Double> answer(List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<Double> seconds = new ArrayList<>();
        for (String key : List.of("min_s", "median_s", "max_s")) {
            Matcher matcher = Pattern.compile("\"" + key + "\": *([0-9.e-]+)").matcher(answer);
            if (!matcher.find()) {
                throw new IllegalStateException(
                        "the peer " + command + " answered without " + key + ": '" + answer + "'");
            }
            seconds.add(Double.parseDouble(matcher.group(1)));
        }
        return seconds;
    }
}
