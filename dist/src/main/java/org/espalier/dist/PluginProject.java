package org.espalier.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a Maven project for a plugin, made from the templates beside this class. */
final class PluginProject {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([A-Za-z-]+)}}");

    private final NewPlugin plugin;
    private final Map<String, String> values;

    private PluginProject(NewPlugin plugin, Map<String, String> values) {
        this.plugin = plugin;
        this.values = values;
    }

    /**
     * Returns a project's files, by path.
     *
     * @param version of Espalier
     * @param home the folder of the distribution, which has a repository of Espalier's own jars
     */
    static Map<String, String> files(NewPlugin plugin, String version, Path home) {
        var values = new LinkedHashMap<>(plugin.values());
        values.put("version", version);
        values.put("repository", repository(home));
        values.put("summary", text(plugin.seamName() + "/summary.txt").strip());
        return new PluginProject(plugin, values).files();
    }

    private static String repository(Path home) {
        String folder = home.resolve("repository").toUri().toASCIIString();
        return (folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder).replace("&", "&amp;");
    }

    private Map<String, String> files() {
        String main = "src/main/java/" + plugin.path() + "/";
        String test = "src/test/java/" + plugin.path() + "/";
        var files = new LinkedHashMap<String, String>();
        files.put("pom.xml", filled("pom.xml"));
        files.put("README.md", filled("README.md"));
        files.put("pipeline.yaml", filled(plugin.seamName() + "/pipeline.yaml"));
        files.put(main + plugin.component() + ".java", filled(plugin.seamName() + "/Component.java"));
        files.put(main + plugin.plugin() + ".java", filled("Plugin.java"));
        files.put(
                "src/main/resources/META-INF/services/org.espalier.api.plugin.Plugin",
                plugin.packageName() + "." + plugin.plugin() + "\n");
        files.put(test + plugin.component() + "Test.java", filled(plugin.seamName() + "/ComponentTest.java"));
        files.put(test + plugin.plugin() + "Test.java", filled("PluginTest.java"));
        return files;
    }

    private String filled(String template) {
        return PLACE.matcher(text(template)).replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalStateException(template + " asks for '" + place.group(1) + "', which is not known");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static String text(String template) {
        try (InputStream content = PluginProject.class.getResourceAsStream("templates/" + template)) {
            if (content == null) {
                throw new IllegalStateException("there is no template " + template);
            }
            return new String(content.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read template " + template, e);
        }
    }
}
