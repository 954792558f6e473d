package org.espalier.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PhrasesTest {
    @Test
    void enumerates() {
        assertThat(Phrases.enumerate(List.of(), "or")).isEmpty();
        assertThat(Phrases.enumerate(List.of("a"), "or")).isEqualTo("a");
        assertThat(Phrases.enumerate(List.of("a", "b"), "or")).isEqualTo("a or b");
        assertThat(Phrases.enumerate(List.of("a", "b", "c"), "and")).isEqualTo("a, b and c");
    }

    @Test
    void choosesTheArticle() {
        assertThat(Phrases.withArticle("acme")).isEqualTo("an acme");
        assertThat(Phrases.withArticle("Optimizer")).isEqualTo("an Optimizer");
        assertThat(Phrases.withArticle("zoo")).isEqualTo("a zoo");
    }

    @Test
    void spellsSmallNumbersOut() {
        assertThat(Phrases.number(2)).isEqualTo("two");
        assertThat(Phrases.number(6)).isEqualTo("six");
        assertThat(Phrases.number(7)).isEqualTo("7");
    }
}
