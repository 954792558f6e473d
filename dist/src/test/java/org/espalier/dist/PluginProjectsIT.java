package org.espalier.dist;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.plugin.PluginDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** What plugin authors begin with builds in an empty folder, with nothing installed, and works in the distribution. */
final class PluginProjectsIT {
    private static final Path HOME = Path.of(System.getProperty("espalier.home"));
    private static final Pattern TESTS = Pattern.compile("<testsuite [^>]* tests=\"(\\d+)\"");
    private static final String AGGREGATOR = """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>all</groupId>
          <artifactId>all</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <modules>MODULES</modules>
        </project>
        """;

    /** With a blank, as folders have them. */
    @TempDir(factory = Blank.class)
    static Path folder;

    static final class Blank implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.createTempDirectory("plugin projects");
        }
    }

    /** Builds the projects of all seams in one go, with the oldest Maven. */
    @BeforeAll
    static void buildAll() throws Exception {
        PlainMaven.forget();
        for (NewPlugin plugin : Examples.all()) {
            write(plugin, folder.resolve("all").resolve(plugin.name()));
        }
        String modules = Examples.all().stream()
                .map(plugin -> "<module>" + plugin.name() + "</module>")
                .collect(joining());
        Files.writeString(folder.resolve("all/pom.xml"), AGGREGATOR.replace("MODULES", modules));
        PlainMaven.run("3.8.6", folder.resolve("all"), "package", "-T", "2");
    }

    @Test
    void everySeamsProjectHasAJarWhoseTestsRan() throws IOException {
        for (NewPlugin plugin : Examples.all()) {
            requireBuilt(folder.resolve("all").resolve(plugin.name()), plugin);
        }
    }

    @Test
    void oneBuildsByItselfWithANewerMaven() throws Exception {
        NewPlugin plugin = example("criterion");
        Path project = folder.resolve("alone");
        write(plugin, project);
        PlainMaven.run("3.9.11", project, "package");
        requireBuilt(project, plugin);
    }

    /** {@code -Dplugin.projects=each}. */
    @Test
    void eachBuildsByItselfWithEveryMaven() throws Exception {
        assumeTrue("each".equals(System.getProperty("plugin.projects")));
        for (String version : PlainMaven.VERSIONS) {
            for (NewPlugin plugin : Examples.all()) {
                Path project = folder.resolve(version).resolve(plugin.name());
                write(plugin, project);
                PlainMaven.run(version, project, "package");
                requireBuilt(project, plugin);
            }
        }
    }

    @Test
    void everyPipelineIsCheckedAndSomeRunInTheDistribution() throws Exception {
        var plugins = new ArrayList<>(List.of(PluginDirectory.named(HOME.resolve("plugins"))));
        for (NewPlugin plugin : Examples.all()) {
            plugins.add(PluginDirectory.named(
                    folder.resolve("all").resolve(plugin.name()).resolve("target/plugins")));
        }
        Engine engine = Engine.create(new EngineOptions(plugins, HOME));
        for (NewPlugin plugin : Examples.all()) {
            Path pipeline = folder.resolve("all").resolve(plugin.name()).resolve("pipeline.yaml");
            assertThat(engine.check(pipeline, List.of()).warnings())
                    .as(plugin.name())
                    .isEmpty();
        }
        for (String name : List.of("nearest", "tagged", "markdown")) {
            Path project = folder.resolve("all").resolve(name);
            espalier(
                    project,
                    "run",
                    "pipeline.yaml",
                    "--plugins",
                    "target/plugins",
                    "--set",
                    "pipeline.0.train.epochs=0.02");
        }
        assertThat(written("markdown")).contains("markdown.md");
        assertThat(written("tagged")).contains("model.tagged");
    }

    /** The program of docs/embedding.md, built from its pom and run. */
    @Test
    void theProgramOfTheDocumentRuns() throws Exception {
        Path project = folder.resolve("compress");
        Path source = project.resolve("src/main/java/com/acme/Compress.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, Documents.blocks(Documents.EMBEDDING, "java").get(0));
        Files.writeString(
                project.resolve("pom.xml"),
                Documents.blocks(Documents.EMBEDDING, "xml").get(0));
        PlainMaven.run(
                "3.8.6",
                project,
                "package",
                "-Despalier.version=" + version(),
                "-Despalier.repository=" + HOME.resolve("repository").toUri());
        String pipeline =
                Examples.files(example("schedule")).get("pipeline.yaml").replace("{ power: { power: 2 } }", "linear");
        Files.writeString(project.resolve("pipeline.yaml"), pipeline.replace("epochs: 0.2", "epochs: 0.02"));
        String said = run(
                project,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                "target/compress-1.0.0.jar" + File.pathSeparator + "target/lib/*",
                "com.acme.Compress",
                HOME.toString(),
                "pipeline.yaml");
        assertThat(said).containsPattern("evaluate\\S* \\S*accuracy [0-9.]+");
    }

    private static void write(NewPlugin plugin, Path project) throws IOException {
        NewFolder.write(project, PluginProject.files(plugin, version(), HOME));
    }

    /** Returns the version of what is in the distribution. */
    private static String version() throws IOException {
        try (var versions = Files.list(HOME.resolve("repository/org/espalier/espalier-bom"))) {
            return versions.map(path -> path.getFileName().toString())
                    .reduce((one, other) -> {
                        throw new IllegalStateException("two versions: " + one + ", " + other);
                    })
                    .orElseThrow();
        }
    }

    private static NewPlugin example(String seam) {
        return Examples.all().stream()
                .filter(plugin -> plugin.seamName().equals(seam))
                .findFirst()
                .orElseThrow();
    }

    /** Maven of old says that all is well where it ran no test. */
    private static void requireBuilt(Path project, NewPlugin plugin) throws IOException {
        assertThat(project.resolve("target/plugins/" + plugin.name() + "-1.0.0.jar"))
                .isRegularFile();
        for (String test : List.of(plugin.component() + "Test", plugin.plugin() + "Test")) {
            Path report = project.resolve("target/surefire-reports/TEST-com.acme." + test + ".xml");
            var tests = TESTS.matcher(Files.readString(report));
            assertThat(tests.find()).as("%s", report).isTrue();
            assertThat(Integer.parseInt(tests.group(1))).as("tests of %s", test).isPositive();
        }
    }

    private static List<String> written(String project) throws IOException {
        try (var files = Files.walk(folder.resolve("all").resolve(project).resolve("runs"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void espalier(Path directory, String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(HOME.resolve("bin/espalier").toString());
        command.addAll(List.of(arguments));
        run(directory, command.toArray(String[]::new));
    }

    private static String run(Path directory, String... command) throws Exception {
        Path log = directory.resolve("said.txt");
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("ESPALIER_PLUGINS");
        builder.environment().put("ESPALIER_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        int exit = builder.start().waitFor();
        String said = Files.readString(log);
        assertThat(exit).as(said).isZero();
        return said;
    }
}
