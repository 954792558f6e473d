package org.espalier.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The BOM has no parent, so that it carries nothing else to who imports it; here its versions are held to those of the build. */
final class BomTest {
    private static final Path CHECKOUT = Path.of("..");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    @Test
    void hasTheVersionsOfTheBuild() throws Exception {
        Map<String, String> own = managed(CHECKOUT.resolve("api/bom/pom.xml"));
        Map<String, String> build = managed(CHECKOUT.resolve("pom.xml"));
        assertThat(own).isNotEmpty();
        own.forEach((artifact, version) ->
                assertThat(build).as("version of %s", artifact).containsEntry(artifact, version));
    }

    @Test
    void hasEveryArtifactThatOthersBuildAgainst() throws Exception {
        List<String> ours = managed(CHECKOUT.resolve("pom.xml")).keySet().stream()
                .filter(artifact -> artifact.startsWith("org.espalier:"))
                .filter(artifact -> !artifact.endsWith(":espalier-bom"))
                .toList();
        assertThat(ours).isNotEmpty();
        assertThat(managed(CHECKOUT.resolve("api/bom/pom.xml")).keySet()).containsAll(ours);
    }

    @Test
    void hasTheNativeCodeThatTheKitAndTheEngineBring() throws Exception {
        assertThat(managed(CHECKOUT.resolve("api/bom/pom.xml")).keySet())
                .contains(
                        "org.nd4j:nd4j-native",
                        "org.bytedeco:javacpp",
                        "org.bytedeco:openblas",
                        "org.bytedeco:dnnl",
                        "org.bytedeco:opencl");
    }

    /** Returns the managed versions by group and artifact. */
    private static Map<String, String> managed(Path pom) throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
        var properties = new LinkedHashMap<String, String>();
        properties.put("project.version", text(project, "version"));
        children(child(project, "properties"))
                .forEach(property -> properties.put(
                        property.getNodeName(), property.getTextContent().strip()));
        var managed = new TreeMap<String, String>();
        Element dependencies = child(child(project, "dependencyManagement"), "dependencies");
        children(dependencies)
                .forEach(dependency -> managed.put(
                        text(dependency, "groupId") + ":" + text(dependency, "artifactId"),
                        filled(text(dependency, "version"), properties)));
        return managed;
    }

    private static String filled(String text, Map<String, String> properties) {
        Matcher matcher = PROPERTY.matcher(text);
        return matcher.find()
                ? filled(matcher.replaceFirst(Matcher.quoteReplacement(properties.get(matcher.group(1)))), properties)
                : text;
    }

    private static String text(Element parent, String name) {
        return child(parent, name).getTextContent().strip();
    }

    private static Element child(Element parent, String name) {
        return children(parent)
                .filter(child -> child.getNodeName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + parent.getNodeName()));
    }

    private static Stream<Element> children(Element parent) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast);
    }
}
