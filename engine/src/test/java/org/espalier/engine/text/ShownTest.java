package org.espalier.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShownTest {
    @Test
    void aTextKeepsItsLinesAndNothingElseThatATerminalObeys() {
        assertThat(Shown.plain("one\r\ntwo\tthree\n")).isEqualTo("one\ntwo\tthree\n");
        assertThat(Shown.plain("bad\rfine")).isEqualTo("bad\\rfine");
        assertThat(Shown.plain("\u001b[31m \u009b1m \u202etxt \u2028"))
                .isEqualTo("\\u001b[31m \\u009b1m \\u202etxt \\u2028");
    }

    @Test
    void aNameStaysOnOneLine() {
        assertThat(Shown.cut("fc1\rOK\nfine\t")).isEqualTo("fc1\\rOK\\nfine\\t");
        assertThat(Shown.cut("x".repeat(101))).isEqualTo("x".repeat(100) + "…");
    }
}
