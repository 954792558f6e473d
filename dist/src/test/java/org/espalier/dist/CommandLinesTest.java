package org.espalier.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandLinesTest {
    @TempDir
    private Path home;

    private ByteArrayOutputStream out;
    private ByteArrayOutputStream err;

    @BeforeEach
    void clear() {
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
    }

    @Test
    void saysWhatItCanDo() {
        assertThat(run("--help")).isZero();
        assertThat(out()).isEqualTo("""
            Usage: espalier [-hV] [COMMAND]
            Compresses neural networks: trains, prunes, measures, as a pipeline file says.
              -h, --help      Show this help message and exit.
              -V, --version   Print version information and exit.
            Commands:
              run         Runs a pipeline file and writes what it did to a folder of its own.
              resume      Goes on with a run that was killed or stopped; it ends as if it had not been.
              check       Reports every mistake in a pipeline file; trains nothing.
              explain     Shows a pipeline with every default filled in, and what its network will hold and
                            cost; trains nothing.
              report      Shows what a run did, and writes its reports anew.
              plugins     Tells what can be named in a pipeline file, and where it comes from.
              schema      Prints the JSON Schema of pipeline files, for editors: it knows the plugins that are
                            installed.
              reference   Prints every component and option that a pipeline file can have, as Markdown: also
                            those of plugins that are installed.
              completion  Prints a script with which a shell completes commands: source <(espalier completion
                            bash).
              help        Says how to call a command.

            Exit codes: 0 fine, 1 wrong usage, 2 the file, the data or a plugin is at fault, 3 a bug.
            ESPALIER_OPTS holds options for Java, ESPALIER_PLUGINS further folders of plugins.
            """);
    }

    @Test
    void saysHowToRun() {
        assertThat(run("run", "--help")).isZero();
        assertThat(out()).isEqualTo("""
            Usage: espalier run [-hV] [--paranoid] [--strict] [--runs=DIR] [--seed=N] [--threads=N]
                                [--plugins=DIR]... [--set=KEY=VALUE]... FILE
            Runs a pipeline file and writes what it did to a folder of its own.
                  FILE              The pipeline file. One that is not here is looked up in the distribution.
                  --set=KEY=VALUE   Set an option of the file, such as pipeline.0.train.epochs=3. May be given
                                      several times.
                  --seed=N          Short for --set seed=N.
                  --threads=N       Short for --set threads=N: how many threads compute, 0 for all processors.
                  --runs=DIR        Where the run's own folder is made (default: runs).
                  --paranoid        Check every component against its contract while it works; slow.
                  --strict          Fail (exit code 2) when something is not as asked: a warning, or a target
                                      that is not reached.
                  --plugins=DIR     Also look for plugins in this folder. May be given several times.
              -h, --help            Show this help message and exit.
              -V, --version         Print version information and exit.

            Exit codes: 0 fine, 1 wrong usage, 2 the file, the data or a plugin is at fault, 3 a bug.
            ESPALIER_OPTS holds options for Java, ESPALIER_PLUGINS further folders of plugins.
            """);
    }

    @Test
    void saysWhichVersionsAreAtWork() {
        assertThat(run("--version")).isZero();
        assertThat(out()).startsWith("espalier ").contains("SPI 1.0", "Java " + Runtime.version());
    }

    @Test
    void answersWrongUsageWithOne() {
        assertThat(run("rum", "x.yaml")).isEqualTo(1);
        assertThat(run("run")).isEqualTo(1);
        assertThat(run("run", "x.yaml", "--sed", "1")).isEqualTo(1);
        assertThat(run("run", "x.yaml", "--seed", "one")).isEqualTo(1);
        assertThat(run("run", "x.yaml", "--threads", "99999999999")).isEqualTo(1);
        assertThat(run("run", "x.yaml", "--runs", "")).isEqualTo(1);
        assertThat(run("help", "rum")).isEqualTo(1);
        assertThat(run("completion", "fish")).isEqualTo(1);
        assertThat(err()).isEqualTo("""
            espalier: unknown: 'rum', 'x.yaml'. Did you mean run or resume?
            'espalier --help' says how to call it.
            espalier run: Missing required parameter: 'FILE'
            'espalier run --help' says how to call it.
            espalier run: unknown: '--sed', '1'. Did you mean --set or --seed?
            'espalier run --help' says how to call it.
            espalier run: Invalid value for option '--seed': 'one' is not a whole number
            'espalier run --help' says how to call it.
            espalier run: Invalid value for option '--threads': '99999999999' is too large
            'espalier run --help' says how to call it.
            espalier run: Invalid value for option '--runs': it is empty; write a file or folder, . for this one
            'espalier run --help' says how to call it.
            espalier help: no command 'rum'. Did you mean 'run'?
            'espalier help --help' says how to call it.
            espalier completion: Invalid value for positional parameter at index 0 (SHELL): expected one of [bash, zsh] (case-sensitive) but was 'fish'
            'espalier completion --help' says how to call it.
            """);
        assertThat(out()).isEmpty();
    }

    @Test
    void helpsWithoutACommandAsWithHelp() {
        assertThat(run("--help")).isZero();
        String help = out();
        clear();
        assertThat(run("help")).isZero();
        assertThat(out()).isEqualTo(help);
        clear();
        assertThat(run()).isEqualTo(1);
        assertThat(out()).isEqualTo(help);
        clear();
        assertThat(run("help", "plugins", "list")).isZero();
        assertThat(out()).startsWith("Usage: espalier plugins list ");
        clear();
        assertThat(run("plugins")).isEqualTo(1);
        assertThat(out()).startsWith("Usage: espalier plugins ");
        assertThat(err()).isEmpty();
    }

    @Test
    void printsAScriptForShells() {
        assertThat(run("completion", "bash")).isZero();
        assertThat(out()).contains("#!/usr/bin/env bash", "complete -F _complete_espalier", "--paranoid");
    }

    @Test
    void takesAnAtSignForAPartOfAName() {
        assertThat(run("check", "@b.yaml")).isEqualTo(2);
        assertThat(err()).startsWith("espalier: no file '@b.yaml'");
    }

    @Test
    void saysWhyANameCannotBeAFiles() {
        assertThat(Failures.tell(new InvalidPathException("größe.csv", "unmappable"), List.of(), print(err)))
                .isEqualTo(2);
        assertThat(err())
                .startsWith("espalier: 'größe.csv' cannot be a file's name here: unmappable.")
                .contains("LC_ALL");
    }

    @Test
    void listsAndDescribesSeams() {
        assertThat(run("plugins", "list", "mask-policy")).isZero();
        assertThat(out()).contains("  mask policy  ").doesNotContain("  stage  ");
        String list = out();
        clear();
        assertThat(run("plugins", "describe", "mask policy")).isZero();
        assertThat(out()).isEqualTo(list);
        assertThat(run("plugins", "list", "criterium")).isEqualTo(2);
        assertThat(err()).startsWith("espalier: there is no seam 'criterium'. Did you mean 'criterion'? There are ");
    }

    @Test
    void describesOptionsWithinOptions() {
        assertThat(run("plugins", "describe", "sparsify")).isZero();
        assertThat(out()).contains("\n  every: a mapping with ").containsPattern("\n      steps: .*\n        \\S");
    }

    @Test
    void otherCommandsSayThatAPluginIsBrokenAndGoOn() throws IOException {
        Files.createDirectories(home.resolve("plugins"));
        Files.writeString(home.resolve("plugins/to\u001b[31mrn.jar"), "no zip");
        assertThat(run("schema")).isZero();
        assertThat(err())
                .startsWith("espalier: could not be loaded: plugins/to")
                .doesNotContain("\u001b")
                .hasLineCount(1);
        clear();
        assertThat(run("plugins", "list")).isZero();
        assertThat(out()).contains("Could not be loaded:").doesNotContain("\u001b");
        assertThat(err()).isEmpty();
    }

    @Test
    void answersAMissingFileWithTwo() {
        assertThat(run("check", "examples/nowhere.yaml")).isEqualTo(2);
        assertThat(err())
                .isEqualTo("espalier: no file 'examples/nowhere.yaml'. Looked in "
                        + Path.of("").toAbsolutePath() + " and in the distribution, " + home + "\n");
    }

    @Test
    void answersAMissingFolderOfPluginsWithTwo() {
        assertThat(run("plugins", "list", "--plugins", "nowhere")).isEqualTo(2);
        assertThat(err()).isEqualTo("espalier: no folder 'nowhere', which --plugins names\n");
    }

    @Test
    void reportsEveryMistakeOfAFileWithItsPlaceAndTrainsNothing() throws IOException {
        Path file = home.resolve("bad.yaml");
        Files.writeString(file, """
            seed: 42
            model: lenet-300
            data: mnist
            pipelin: []
            """);

        assertThat(run("run", file.toString(), "--runs", home.resolve("runs").toString()))
                .isEqualTo(2);
        assertThat(err().lines()).hasSize(3).allMatch(line -> line.startsWith(file + ":"));
        assertThat(err()).contains(":1:1: ", ":2:8: no architecture 'lenet-300'", ":4:1: ");
        assertThat(home.resolve("runs")).doesNotExist();
    }

    @Test
    void listsPluginsAndNamesThoseThatAreBroken() throws IOException {
        Files.createDirectories(home.resolve("plugins"));
        Files.writeString(home.resolve("plugins/torn.jar"), "no zip");

        assertThat(run("plugins", "list")).isZero();
        assertThat(out())
                .startsWith("core ")
                .contains("  stage             train  ", "Could not be loaded:\n  plugins/torn.jar");
        assertThat(err()).isEmpty();
    }

    @Test
    void answersAFolderThatIsNoRunWithTwo() {
        assertThat(run("report", home.toString())).isEqualTo(2);
        assertThat(err()).startsWith("espalier: '" + home + "' is not a run's directory");
        clear();
        assertThat(run("resume", home.toString())).isEqualTo(2);
        assertThat(err()).startsWith("espalier: '" + home + "' is not a run's directory");
    }

    @Test
    void looksFilesUpInTheDistribution() throws IOException {
        Path shipped = home.resolve("examples/first.yaml");
        Files.createDirectories(shipped.getParent());
        Files.writeString(shipped, "seed: 1\n");

        assertThat(surroundings().input(Path.of("examples/first.yaml"))).isEqualTo(shipped);
        assertThat(surroundings().input(shipped)).isEqualTo(shipped);
    }

    private int run(String... args) {
        return new CommandLines(surroundings()).run(args);
    }

    private Surroundings surroundings() {
        return new Surroundings(print(out), print(err), home, List.of(), false, 80);
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
