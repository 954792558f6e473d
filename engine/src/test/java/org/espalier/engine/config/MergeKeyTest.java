package org.espalier.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code <<} takes over the entries of other mappings. */
final class MergeKeyTest {
    @Test
    void whatIsWrittenOutComesBeforeWhatIsTakenOver() {
        assertThat(read("a: &t { epochs: 1, batch-size: 16 }\nb: { <<: *t, epochs: 2 }\nc: { epochs: 3, <<: *t }"))
                .isEqualTo(read("a: { epochs: 1, batch-size: 16 }\nb: { epochs: 2, batch-size: 16 }\nc: { epochs: 3,"
                        + " batch-size: 16 }"));
    }

    @Test
    void ofSeveralTheFirstCounts() {
        assertThat(read("a: &a { x: 1, y: 1 }\nb: &b { y: 2, z: 2 }\nc: { <<: [*a, *b], z: 3 }\nd: { <<: *a, <<: *b }"))
                .isEqualTo(
                        read("a: { x: 1, y: 1 }\nb: { y: 2, z: 2 }\nc: { z: 3, x: 1, y: 1 }\nd: { x: 1, y: 1, z: 2 }"));
    }

    @Test
    void whatIsNoMappingIsRefusedAtItsPlace() {
        assertThat(read("a: &a [1]\nb: { <<: 5 }\nc: { <<: [*a] }"))
                .contains("p.yaml:2:10: after '<<' must stand a mapping, such as '*name' of one, but here stands 5")
                .contains(
                        "p.yaml:1:4: after '<<' must stand a mapping, such as '*name' of one, but here stands a list");
    }

    @Test
    void takingOverCountsAsAliasesDo() {
        var text = new StringBuilder("a0: &a0 { ");
        for (int i = 0; i < 1000; i++) {
            text.append("k").append(i).append(": 1, ");
        }
        text.append("}\nb: [");
        for (int i = 0; i < 1000; i++) {
            text.append("{ <<: *a0 }, ");
        }
        assertThat(read(text.append("]").toString())).contains("which no pipeline file needs");
    }

    private static String read(String text) {
        var problems = new Problems();
        var node = YamlReader.read(new Source("p.yaml", text), problems);
        try {
            problems.throwIfAny();
        } catch (ConfigException e) {
            return e.getMessage();
        }
        return YamlWriter.write(node.orElseThrow());
    }
}
