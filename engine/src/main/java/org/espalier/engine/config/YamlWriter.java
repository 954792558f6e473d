package org.espalier.engine.config;

import java.util.List;
import java.util.Map;
import org.espalier.engine.config.Node.Mapping;
import org.espalier.engine.config.Node.Scalar;
import org.espalier.engine.config.Node.Sequence;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Writes nodes as YAML that people like to read: blocks, with lists of single values on one line. */
final class YamlWriter {
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setWidth(120)
            .setIndent(2)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setSplitLines(false)
            .build();

    private YamlWriter() {}

    static String write(Node node) {
        var text = new StringBuilder();
        new Dump(SETTINGS).dumpNode(yaml(node), new StreamDataWriter() {
            @Override
            public void write(String piece) {
                text.append(piece);
            }

            @Override
            public void write(String piece, int offset, int length) {
                text.append(piece, offset, offset + length);
            }
        });
        return text.toString();
    }

    private static org.snakeyaml.engine.v2.nodes.Node yaml(Node node) {
        if (node instanceof Scalar scalar) {
            return new ScalarNode(tag(scalar.kind()), scalar.text(), style(scalar.text()));
        }
        if (node instanceof Sequence sequence) {
            List<org.snakeyaml.engine.v2.nodes.Node> items =
                    sequence.items().stream().map(YamlWriter::yaml).toList();
            boolean single = sequence.items().stream().allMatch(Scalar.class::isInstance);
            return new SequenceNode(Tag.SEQ, items, single ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        Map<String, Node.Entry> entries = ((Mapping) node).entries();
        List<NodeTuple> tuples = entries.entrySet().stream()
                .map(entry -> new NodeTuple(
                        new ScalarNode(Tag.STR, entry.getKey(), ScalarStyle.PLAIN),
                        yaml(entry.getValue().value())))
                .toList();
        return new MappingNode(Tag.MAP, tuples, tuples.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    /** Plain, which becomes quoted where it must be; but the library overlooks a colon at the end of a line. */
    private static ScalarStyle style(String text) {
        return text.contains("\n") ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN;
    }

    private static Tag tag(Node.Kind kind) {
        return switch (kind) {
            case NOTHING -> Tag.NULL;
            case TRUTH -> Tag.BOOL;
            case WHOLE -> Tag.INT;
            case DECIMAL -> Tag.FLOAT;
            case TEXT -> Tag.STR;
        };
    }
}
