package org.espalier.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links of the checkout's README and of all pages lead somewhere, in a checkout. */
final class DocsTest {
    private static final Path CHECKOUT = Path.of("..");
    private static final int MOST_LINES = 150;

    @Test
    void theReadmeIsShortAndItsLinksLeadSomewhere() throws IOException {
        Path readme = CHECKOUT.resolve("README.md");
        assertThat(Files.readAllLines(readme)).hasSizeLessThanOrEqualTo(MOST_LINES);
        assertThat(deadLinks(readme)).isEmpty();
    }

    @Test
    void linksOfPagesLeadSomewhere() throws IOException {
        assertThat(deadLinks(CHECKOUT.resolve("dist/src/main/dist/docs"))).isEmpty();
    }

    /** Returns the links of a page, or of all pages in a folder, whose file or heading is not there. */
    static List<String> deadLinks(Path from) throws IOException {
        var dead = new ArrayList<String>();
        List<Path> pages;
        try (Stream<Path> files = Files.walk(from)) {
            pages = files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
        assertThat(pages).isNotEmpty();
        for (Path page : pages) {
            Pattern.compile("\\]\\(([^)\\s]+)\\)").matcher(text(page)).results().forEach(link -> {
                String target = link.group(1);
                if (!target.matches("https?:.*") && !leadsSomewhere(page, target)) {
                    dead.add(page + ": " + target);
                }
            });
        }
        return dead;
    }

    private static boolean leadsSomewhere(Path page, String target) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path to = file.isEmpty() ? page : page.resolveSibling(file);
        return Files.exists(to) && (hash < 0 || anchors(to).contains(target.substring(hash + 1)));
    }

    /** Returns what the headings of a page are called in links, as GitHub calls them. */
    private static List<String> anchors(Path page) {
        return text(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ *", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** Returns a page without its blocks of code, in which brackets are no links. */
    static String text(Path page) {
        try {
            return Files.readString(page).replaceAll("(?s)```.*?```", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
