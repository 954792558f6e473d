package org.espalier.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What documents of the checkout show as code. */
final class Documents {
    static final Path README = Path.of("../README.md");
    static final Path WRITING_A_PLUGIN = Path.of("src/main/dist/docs/writing-a-plugin.md");
    static final Path EMBEDDING = Path.of("src/main/dist/docs/embedding.md");

    private Documents() {}

    /** Returns the blocks of code in a language, in order. */
    static List<String> blocks(Path document, String language) throws IOException {
        return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(document))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }
}
