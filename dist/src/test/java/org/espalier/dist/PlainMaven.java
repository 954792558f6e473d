package org.espalier.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Maven as it is downloaded, with a local repository of its own in which nothing of Espalier is installed. What others made comes
 * from this machine's local repository where it is there, and from Maven Central else.
 */
final class PlainMaven {
    static final List<String> VERSIONS = List.of("3.8.6", "3.9.11");

    private static final Path DISTRIBUTIONS = Path.of(System.getProperty("maven.distributions", "target/maven"));
    private static final Path REPOSITORY = DISTRIBUTIONS.resolveSibling("plain-maven-repository");
    private static final String SETTINGS = """
        <settings>
          <profiles>
            <profile>
              <id>machine</id>
              <repositories>
                <repository>
                  <id>machine</id>
                  <url>MACHINE</url>
                  <releases><checksumPolicy>ignore</checksumPolicy></releases>
                  <snapshots><enabled>false</enabled></snapshots>
                </repository>
              </repositories>
              <pluginRepositories>
                <pluginRepository>
                  <id>machine</id>
                  <url>MACHINE</url>
                  <releases><checksumPolicy>ignore</checksumPolicy></releases>
                  <snapshots><enabled>false</enabled></snapshots>
                </pluginRepository>
              </pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles>
            <activeProfile>machine</activeProfile>
          </activeProfiles>
        </settings>
        """;

    private PlainMaven() {}

    /** Forgets Espalier's artifacts of an earlier build. */
    static void forget() {
        Path own = REPOSITORY.resolve("org/espalier");
        if (!Files.exists(own)) {
            return;
        }
        try (var files = Files.walk(own)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs Maven in a folder, and fails with what it said when it fails. */
    static void run(String version, Path folder, String... arguments) throws IOException, InterruptedException {
        // Maven takes its options from the nearest .mvn in the folder or around it.
        Files.createDirectories(folder.resolve(".mvn"));
        Path settings = folder.resolve(".mvn/global-settings.xml");
        String machine = Path.of(System.getProperty("maven.repository")).toUri().toASCIIString();
        Files.writeString(settings, SETTINGS.replace("MACHINE", machine));
        String script = File.separatorChar == '\\' ? "mvn.cmd" : "mvn";
        var command = new ArrayList<String>();
        command.add(DISTRIBUTIONS
                .resolve("apache-maven-" + version)
                .resolve("bin")
                .resolve(script)
                .toString());
        command.addAll(List.of("-B", "-ntp", "-gs", settings.toString(), "-Dmaven.repo.local=" + REPOSITORY));
        command.add("-DargLine=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        command.addAll(List.of(arguments));
        Path log = folder.resolve(".mvn/log.txt");
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_") || name.startsWith("M2_"));
        builder.environment().put("MAVEN_SKIP_RC", "true");
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        // Small tests: threads would mostly wait for each other.
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int exit = builder.start().waitFor();
        assertThat(exit)
                .as("exit code of Maven %s%n%s", version, Files.readString(log))
                .isZero();
    }
}
