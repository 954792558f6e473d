package org.espalier.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class SuggestionsTest {
    private static final List<String> NAMES =
            List.of("magnitude", "random", "lamp", "adam", "adamw", "kaiming-normal", "kaiming-uniform", "l1");

    @Test
    void findsNamesThatASlipAway() {
        assertThat(Suggestions.nearest("magnitud", NAMES)).containsExactly("magnitude");
        assertThat(Suggestions.nearest("mangitude", NAMES)).containsExactly("magnitude");
        assertThat(Suggestions.nearest("ramdon", NAMES)).containsExactly("random");
        assertThat(Suggestions.nearest("l2", NAMES)).containsExactly("l1");
    }

    @Test
    void prefersFewerSlipsAndKeepsTies() {
        assertThat(Suggestions.nearest("adam", NAMES)).containsExactly("adam");
        assertThat(Suggestions.nearest("adamx", NAMES)).containsExactly("adam", "adamw");
    }

    @Test
    void takesBeginningsWhereNoSlipExplains() {
        assertThat(Suggestions.nearest("kaiming", NAMES)).containsExactly("kaiming-normal", "kaiming-uniform");
        assertThat(Suggestions.nearest("ra", NAMES)).isEmpty();
    }

    @Test
    void findsNothingFarAway() {
        assertThat(Suggestions.nearest("taylor", NAMES)).isEmpty();
        assertThat(Suggestions.nearest("x", List.of("y"))).isEmpty();
        assertThat(Suggestions.nearest("", NAMES)).isEmpty();
        assertThat(Suggestions.nearest("lamp", List.of())).isEmpty();
    }

    @Test
    void asksAboutAtMostThree() {
        assertThat(Suggestions.didYouMean("magnitud", NAMES)).isEqualTo("Did you mean 'magnitude'?");
        assertThat(Suggestions.didYouMean(List.of("a", "b", "c", "d"))).isEqualTo("Did you mean 'a', 'b' or 'c'?");
        assertThat(Suggestions.didYouMean("taylor", NAMES)).isEmpty();
    }

    @Property
    void slipsAreSymmetricAndZeroOnlyForTheSameWord(
            @ForAll @AlphaChars @StringLength(max = 8) String one,
            @ForAll @AlphaChars @StringLength(max = 8) String other) {
        int slips = Suggestions.slips(one, other);
        assertThat(slips).isEqualTo(Suggestions.slips(other, one));
        assertThat(slips == 0).isEqualTo(one.equals(other));
        assertThat(slips).isBetween(Math.abs(one.length() - other.length()), Math.max(one.length(), other.length()));
    }
}
