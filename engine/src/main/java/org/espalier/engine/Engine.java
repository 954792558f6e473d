package org.espalier.engine;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSource.Locator;
import org.espalier.api.report.RunRecord;
import org.espalier.api.stage.Workbench.Split;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.config.ConfigReader;
import org.espalier.engine.config.Problem;
import org.espalier.engine.config.ReferenceWriter;
import org.espalier.engine.config.Resolved;
import org.espalier.engine.config.SchemaWriter;
import org.espalier.engine.config.Source;
import org.espalier.engine.data.PreparedData;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.kernel.backend.NativeFolder;
import org.espalier.engine.pipeline.Agenda;
import org.espalier.engine.pipeline.PipelineFile;
import org.espalier.engine.pipeline.Report;
import org.espalier.engine.plugin.PluginInfo;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.report.HtmlReport;
import org.espalier.engine.run.Job;
import org.espalier.engine.run.Rehearsal;
import org.espalier.engine.run.Run;
import org.espalier.engine.run.RunInfo;
import org.espalier.engine.run.RunReader;
import org.espalier.engine.run.StopSignal;

/**
 * Compresses networks as pipeline files say: the one entry for the command line and for programs that embed it.
 *
 * <p>Making an engine is cheap; native arithmetic starts with the first run. An engine serves one thread at a time.
 */
public final class Engine {
    /** A fact of a run, in its {@code run.json}. */
    private static final String PARANOID = "paranoid";

    private static final String STRICT = "strict";

    private final Injector injector;

    private Engine(Injector injector) {
        this.injector = injector;
    }

    /** Makes an engine with the core's components and those of the plugins it finds. */
    public static Engine create(EngineOptions options) {
        return new Engine(Guice.createInjector(Stage.PRODUCTION, new EngineModule(options)));
    }

    /** Returns everything that is offered, and what could not be loaded. */
    public Registry registry() {
        return injector.getInstance(Registry.class);
    }

    /** Returns the JSON Schema of pipeline files, for the components that are installed. */
    public String schema() {
        return new SchemaWriter(registry()).write(PipelineFile.class);
    }

    /** Returns the reference of pipeline files as Markdown, for the components that are installed. */
    public String reference() {
        return new ReferenceWriter(registry()).write(PipelineFile.class);
    }

    /**
     * Reads a pipeline file and checks everything that can be known before training: opens its data, builds its network and
     * rehearses its stages.
     *
     * @param sets overrides, {@code path.to.key=value}
     * @throws ConfigException with every problem of the file
     */
    public PipelineCheck check(Path file, List<String> sets) {
        Resolved<PipelineFile> resolved = read(file, sets);
        Rehearsal rehearsal = rehearse(file, resolved, false);
        return new PipelineCheck(resolved, rehearsal.warnings());
    }

    /**
     * Runs a pipeline file, after a rehearsal.
     *
     * @param listener watches
     * @param stop asks the run to stop, from any thread
     * @return the run's directory
     * @throws ConfigException with every problem of the file, and with every warning when the run is to be strict; nothing was
     *     written then
     * @throws PipelineException when a stage cannot go on, or when a strict run did not come as asked; what was recorded stays
     */
    public Path run(Path file, RunOptions options, RunListener listener, StopSignal stop) {
        Resolved<PipelineFile> resolved = read(file, options.sets());
        Origin origin = Origin.of(file, home());
        Preflight preflight = preflight(origin, resolved, resolved.value().threads());
        RunInfo info = info(origin.locator(), resolved, name(file, resolved.value()), options.paranoid());
        List<Problem> warnings = preflight.rehearse(info, false).warnings();
        if (options.strict() && !warnings.isEmpty()) {
            throw new ConfigException(warnings);
        }
        warnings.forEach(warning -> listener.said("warning: " + warning));
        Job job = job(origin, resolved, preflight.data(), info, options.strict());
        listener.planned(agenda(job));
        Run run = injector.getInstance(Run.class);
        return finished(run.run(job, options.runsDirectory(), listener, stop), options.strict());
    }

    /** A run that is to be strict fails when something did not come as asked. */
    private Path finished(Path directory, boolean strict) {
        List<String> missed = readRun(directory).remarks().stream()
                .filter(remark -> remark.key().equals(Run.WARNING))
                .map(remark -> remark.stage() + ": " + remark.words())
                .distinct()
                .toList();
        if (strict && !missed.isEmpty()) {
            throw new PipelineException("the run in '" + directory + "' is finished, but did not come as asked: "
                    + String.join("; ", missed));
        }
        return directory;
    }

    private Resolved<PipelineFile> read(Path file, List<String> sets) {
        return injector.getInstance(ConfigReader.class).read(Source.of(file), sets, PipelineFile.class);
    }

    private static Preflight preflight(Origin origin, Resolved<PipelineFile> resolved, int threads) {
        NativeFolder.prepare();
        Kernels.useThreads(threads);
        return new Preflight(resolved, origin.locator());
    }

    /**
     * Goes on with a run that was killed or stopped, from its last whole checkpoint; it ends with the bits with which it
     * would have ended.
     *
     * @param directory the run's
     * @param listener watches
     * @param stop asks the run to stop, from any thread
     * @return the run's directory
     * @throws DataException when the directory is not a run's, or when examples cannot be used
     * @throws ConfigException with every problem of the run's pipeline file
     * @throws PipelineException when the run is finished or still going on, when its pipeline, plugins or data are no longer
     *     what they were, when there is no whole checkpoint, or when a stage cannot go on
     */
    public Path resume(Path directory, RunListener listener, StopSignal stop) {
        return resume(directory, false, listener, stop);
    }

    /**
     * Goes on with a run as {@link #resume(Path, RunListener, StopSignal)} does.
     *
     * @param otherBits whether it may go on with another processor or another release of Java, where the last bits of numbers may come
     *     out otherwise; {@code run.json} tells then
     */
    public Path resume(Path directory, boolean otherBits, RunListener listener, StopSignal stop) {
        return resume(directory, otherBits, false, listener, stop);
    }

    /**
     * Goes on with a run as {@link #resume(Path, boolean, RunListener, StopSignal)} does.
     *
     * @param strict whether it fails when something did not come as asked; a run that began so goes on so
     */
    public Path resume(Path directory, boolean otherBits, boolean strict, RunListener listener, StopSignal stop) {
        Map<String, String> facts = RunReader.provenance(directory);
        if (Run.FINISHED.equals(facts.get(Run.OUTCOME)) && !Run.hasCheckpoint(directory)) {
            throw new PipelineException("the run in '" + directory + "' is finished; there is nothing left to resume");
        }
        Origin origin = Origin.of(directory, facts, home());
        Resolved<PipelineFile> resolved = read(directory.resolve("pipeline.yaml"), List.of());
        Preflight preflight =
                preflight(origin, resolved, origin.threads(resolved.value().threads()));
        boolean paranoid = Boolean.parseBoolean(facts.get(PARANOID));
        RunInfo info = info(origin.locator(), resolved, facts.getOrDefault("name", "run"), paranoid);
        boolean asked = strict || Boolean.parseBoolean(facts.get(STRICT));
        Job job = job(origin, resolved, preflight.data(), info, asked);
        listener.planned(agenda(job));
        Run run = injector.getInstance(Run.class);
        return finished(run.resume(job, directory, otherBits, listener, stop), asked);
    }

    private static List<RunListener.Planned> agenda(Job job) {
        return Agenda.of(
                job.stages(),
                job.info().nameOf()::apply,
                job.data().examples(Split.TRAIN).size());
    }

    private Job job(Origin origin, Resolved<PipelineFile> resolved, PreparedData data, RunInfo info, boolean strict) {
        PipelineFile pipeline = resolved.value();
        Map<String, String> facts = facts();
        facts.put(PARANOID, Boolean.toString(info.paranoid()));
        facts.put(STRICT, Boolean.toString(strict));
        origin.addFiles(facts, resolved.components());
        return new Job(info, pipeline.model(), data, pipeline.pipeline(), pipeline.checkpoint(), facts);
    }

    /**
     * Reports on a run anew, with {@code report.html} and with all reporters that the stages {@code report} of its pipeline name.
     *
     * @return the run's record
     * @throws DataException when the directory is not a run's
     * @throws ConfigException when the run's pipeline cannot be read any more, as without a plugin that it uses; only
     *     {@code report.html} is written then
     * @throws IllegalArgumentException when a reporter cannot write; says which
     */
    public RunRecord report(Path directory) {
        RunRecord record = readRun(directory);
        new Report(List.of(new HtmlReport())).report(record, directory, Object::toString);
        Resolved<PipelineFile> resolved = read(directory.resolve("pipeline.yaml"), List.of());
        for (var stage : resolved.value().pipeline()) {
            if (stage instanceof Report report) {
                report.report(record, directory, Object::toString);
            }
        }
        return record;
    }

    /**
     * Tells what a pipeline file will do: its text with every default filled in, and what its network will hold and cost.
     *
     * @throws ConfigException with every problem of the file
     */
    public String explain(Path file, List<String> sets) {
        Resolved<PipelineFile> resolved = read(file, sets);
        Rehearsal rehearsal = rehearse(file, resolved, true);
        return resolved.yaml() + "\n"
                + rehearsal.text()
                + rehearsal.warnings().stream()
                        .map(warning -> "\nwarning: " + warning)
                        .collect(Collectors.joining());
    }

    private Rehearsal rehearse(Path file, Resolved<PipelineFile> resolved, boolean whole) {
        Origin origin = Origin.of(file, home());
        return preflight(origin, resolved, resolved.value().threads())
                .rehearse(info(origin.locator(), resolved, name(file, resolved.value()), false), whole);
    }

    private RunInfo info(Locator locator, Resolved<PipelineFile> resolved, String name, boolean paranoid) {
        return new RunInfo(
                name,
                resolved.value().seed(),
                resolved.yaml(),
                locator,
                loaders(resolved),
                paranoid,
                resolved::name,
                component -> resolved.location(component).toString());
    }

    private static Set<ClassLoader> loaders(Resolved<PipelineFile> resolved) {
        return resolved.components().stream()
                .map(component -> component.getClass().getClassLoader())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private Path home() {
        return injector.getInstance(EngineOptions.class).home();
    }

    private static String name(Path file, PipelineFile pipeline) {
        if (!pipeline.name().isEmpty()) {
            return pipeline.name();
        }
        Path last = file.getFileName();
        return last == null ? "run" : last.toString().replaceFirst("\\.ya?ml$", "");
    }

    /** What makes a run, beside its file: versions, plugins and the machine. */
    private Map<String, String> facts() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("espalier", version());
        facts.put("program", "sha256 " + Program.sha256());
        facts.put("libraries", Program.libraries());
        facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put(
                "machine",
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
        for (PluginInfo plugin : registry().plugins()) {
            facts.put(
                    "plugin." + plugin.descriptor().name(),
                    plugin.descriptor().version() + " from " + plugin.origin()
                            + (plugin.sha256().isEmpty() ? "" : ", sha256 " + plugin.sha256()));
        }
        return facts;
    }

    /** Returns the version of this engine, as its jar says. */
    public static String version() {
        String version = Engine.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /**
     * Reads what a run recorded back from its directory.
     *
     * @throws DataException when the directory is not a run's
     */
    public RunRecord readRun(Path directory) {
        return RunReader.read(directory);
    }
}
