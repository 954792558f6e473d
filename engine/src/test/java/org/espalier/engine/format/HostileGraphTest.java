package org.espalier.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.espalier.api.data.DataException;
import org.junit.jupiter.api.Test;

/** Graphs of our own files in which something is missing or of another type: whoever wrote them, it is said where. */
final class HostileGraphTest {
    private static final String PARAMETER = "{'name':'weight','shape':[2,3],'axes':['OUT','IN'],'prunable':true}";
    private static final String DENSE = "{'in':3,'out':2,'groups':1,'bias':false}";

    private static String layer(String id, String parameters, String rest) {
        return "{'id':" + id + ",'inputs':['input'],'outputShape':[2],'parameters':" + parameters + "," + rest + "}";
    }

    private static String graph(String layers) {
        return "{'inputShape':[3],'layers':" + layers + "}";
    }

    private static String problem(String graph) {
        DataException refused = catchThrowableOfType(
                DataException.class, () -> GraphJson.read(Path.of("m.safetensors"), graph.replace('\'', '"')));
        assertThat(refused).as("refusal of %s", graph).isNotNull();
        assertThat(refused.getMessage()).endsWith("; the file was altered or badly written");
        return refused.getMessage()
                .replace("m.safetensors: its graph cannot be read: ", "")
                .replace("; the file was altered or badly written", "");
    }

    @Test
    void whatIsWholeIsRead() {
        String whole = graph("[" + layer("'fc'", "[" + PARAMETER + "]", "'dense':" + DENSE) + "]");
        assertThat(GraphJson.read(Path.of("m"), whole.replace('\'', '"')).layers())
                .hasSize(1);
    }

    @Test
    void missingFieldsAreNamed() {
        assertThat(problem("{}")).isEqualTo("'inputShape' is missing");
        assertThat(problem("{'inputShape':[3]}")).isEqualTo("'layers' is missing");
        assertThat(problem("{'inputShape':null,'layers':[]}")).isEqualTo("'inputShape' is missing");
        assertThat(problem(graph("[null]"))).isEqualTo("'layers' has an entry that is null");
        assertThat(problem(graph("[{}]"))).isEqualTo("layers[0]: 'id' is missing");
        assertThat(problem(graph("[" + layer("null", "[]", "'dense':" + DENSE) + "]")))
                .isEqualTo("layers[0]: 'id' is missing");
        assertThat(problem(graph("[" + layer("'fc'", "[null]", "'dense':" + DENSE) + "]")))
                .isEqualTo("layers[0]: 'parameters' has an entry that is null");
        assertThat(problem(graph("[" + layer("'fc'", "[{'name':'w'}]", "'dense':" + DENSE) + "]")))
                .isEqualTo("layers[0].parameters[0].prunable: is missing or of another type");
        assertThat(problem(graph(
                        "[" + layer("'fc'", "[" + PARAMETER.replace("'IN'", "null") + "]", "'dense':" + DENSE) + "]")))
                .isEqualTo("layers[0].parameters[0]: 'axes' has an entry that is null");
        assertThat(problem(graph("[" + layer("'fc'", "[]", "'dense':{'in':3,'out':2}") + "]")))
                .isEqualTo("layers[0].dense.groups: is missing or of another type");
        assertThat(problem(graph("[" + layer("'fc'", "[]", "'other':{'kind':'Relu'}") + "]")))
                .isEqualTo("layers[0].other: 'attributes' is missing");
        assertThat(problem(graph("[" + layer("'fc'", "[]", "'other':{'kind':'Relu','attributes':{'a':null}}") + "]")))
                .isEqualTo("layers[0].other: 'attributes' is missing");
        assertThat(problem(graph(
                        "[" + layer("'fc'", "[]", "'convolution':{'in':1,'out':1,'groups':1,'bias':true}") + "]")))
                .isEqualTo("layers[0]: 'convolution.kernel' is missing");
        assertThat(problem(graph("[" + layer("'fc'", "[]", "'dense':null") + "]")))
                .isEqualTo("one of 'dense', 'convolution' and 'other' is needed but layer 'fc' has none");
        assertThat(problem("")).isNotBlank();
        assertThat(problem("null")).isNotBlank();
    }

    @Test
    void fieldsOfAnotherTypeAreNamed() {
        assertThat(problem("[]")).isEqualTo("is missing or of another type");
        assertThat(problem("{'inputShape':[3],'layers':{}}")).isEqualTo("layers: is missing or of another type");
        assertThat(problem("{'inputShape':['3'],'layers':[]}"))
                .isEqualTo("inputShape[0]: is missing or of another type");
        assertThat(problem("{'inputShape':[1.5],'layers':[]}"))
                .isEqualTo("inputShape[0]: is missing or of another type");
        assertThat(problem("{'inputShape':[9223372036854775808],'layers':[]}")).startsWith("inputShape[0]: ");
        assertThat(problem(graph("[" + layer("5", "[]", "'dense':" + DENSE) + "]")))
                .isEqualTo("layers[0].id: is missing or of another type");
        assertThat(problem(graph(
                        "[" + layer("'fc'", "[" + PARAMETER.replace("OUT", "UP") + "]", "'dense':" + DENSE) + "]")))
                .isEqualTo("layers[0].parameters[0].axes[0]: is missing or of another type");
        assertThat(problem(graph(
                        "[" + layer("'fc'", "[" + PARAMETER.replace("'OUT'", "0") + "]", "'dense':" + DENSE) + "]")))
                .isEqualTo("layers[0].parameters[0].axes[0]: is missing or of another type");
        assertThat(problem(graph("[" + layer("'fc'", "[]", "'dense':" + DENSE.replace("false", "0")) + "]")))
                .isEqualTo("layers[0].dense.bias: is missing or of another type");
        assertThat(problem(graph("[" + layer("'fc'", "[]", "'more':1") + "]")))
                .isEqualTo("layers[0].more: no such field is known");
        assertThat(problem("{'inputShape':[3],'inputShape':[3],'layers':[]}")).contains("Duplicate");
        assertThat(problem(graph("[]") + " x")).isNotBlank();
        assertThat(problem(graph("[").repeat(2000))).isNotBlank();
    }

    @Test
    void whatCannotBeIsNamed() {
        String fc = layer("'fc'", "[]", "'dense':" + DENSE);
        assertThat(problem(graph("[" + fc + "," + fc + "]"))).isEqualTo("two layers are called 'fc'");
        String both = "'dense':" + DENSE + ",'other':{'kind':'Relu','attributes':{}}";
        assertThat(problem(graph("[" + layer("'fc'", "[]", both) + "]")))
                .isEqualTo("one of 'dense', 'convolution' and 'other' is needed but layer 'fc' has 2");
        assertThat(problem(graph("[" + layer("' '", "[]", "'dense':" + DENSE) + "]")))
                .isEqualTo("a layer's path must not be blank");
        assertThat(problem(graph(
                        "[" + layer("'fc'", "[" + PARAMETER.replace("2,3", "2") + "]", "'dense':" + DENSE) + "]")))
                .isEqualTo("fc.weight has 1 extents but 2 axes");
        assertThat(problem(graph(
                        "[" + layer("'fc'", "[" + PARAMETER.replace("2,3", "-2,3") + "]", "'dense':" + DENSE) + "]")))
                .isEqualTo("fc.weight has an empty axis: [-2, 3]");
    }
}
