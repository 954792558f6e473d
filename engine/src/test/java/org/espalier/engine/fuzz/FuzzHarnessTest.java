package org.espalier.engine.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.espalier.api.data.DataException;
import org.junit.jupiter.api.Test;

/** The harness finds what it is there to find. */
final class FuzzHarnessTest {
    private static final byte[] VALID = "{\"size\": 12, \"name\": \"abc\"}".getBytes(UTF_8);

    private static final Fuzz FUZZ = Fuzz.of("harness", List.of(VALID), List.of(DataException.class));

    @Test
    void anErrorThatTheReaderMayMakePasses() {
        assertThatCode(() -> FUZZ.run(FuzzHarnessTest::refuse)).doesNotThrowAnyException();
    }

    private static void refuse(byte[] input) {
        if (!Arrays.equals(input, VALID)) {
            throw new DataException("input: refused");
        }
    }

    @Test
    void anotherErrorFailsAndIsDescribed() {
        assertThatThrownBy(() -> FUZZ.run(input -> Integer.parseInt(new String(input, 9, 2, UTF_8))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed ")
                .hasMessageContaining("kept as target/fuzz/harness-")
                .hasMessageContaining("java.lang.NumberFormatException");
    }

    @Test
    void errorsWithoutAMessageFail() {
        assertThatThrownBy(() -> FUZZ.run(input -> {
                    if (!Arrays.equals(input, VALID)) {
                        throw new DataException("");
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("an error without a message");
    }

    @Test
    void memoryOutOfProportionFails() {
        assertThatThrownBy(
                        () -> FUZZ.run(input -> assertThat(new byte[20 << 20]).hasSizeGreaterThan(input.length)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("takes 20");
    }

    @Test
    void validInputsMustBeRead() {
        assertThatThrownBy(() -> FUZZ.run(input -> {
                    throw new DataException("no");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a valid input is refused");
    }

    @Test
    void aTestThatDiesFails() {
        Fuzz dying = FUZZ.mending(input -> {
            throw new IllegalStateException("no mending");
        });
        assertThatThrownBy(() -> dying.run(FuzzHarnessTest::refuse))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the test itself failed")
                .hasRootCauseMessage("no mending");
    }

    @Test
    void theSameSeedGivesTheSameInputsAndThoseAreManifold() {
        Set<String> inputs = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            byte[] input = new Mutator(new SplittableRandom(i), List.of(VALID)).next();
            assertThat(new Mutator(new SplittableRandom(i), List.of(VALID)).next())
                    .isEqualTo(input);
            inputs.add(new String(input, UTF_8));
        }
        assertThat(inputs).hasSizeGreaterThan(900);
    }
}
