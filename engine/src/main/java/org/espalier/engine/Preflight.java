package org.espalier.engine;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSource.Locator;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.config.Problem;
import org.espalier.engine.config.Resolved;
import org.espalier.engine.data.PreparedData;
import org.espalier.engine.network.graph.MisfitException;
import org.espalier.engine.pipeline.NeedsCheck;
import org.espalier.engine.pipeline.PipelineFile;
import org.espalier.engine.run.Rehearsal;
import org.espalier.engine.run.RunInfo;
import org.jspecify.annotations.Nullable;

/** What is done with a pipeline file before it runs: its data are opened, its network is built and its stages are rehearsed. */
final class Preflight {
    private final Resolved<PipelineFile> file;
    private final List<Problem> problems = new ArrayList<>();
    private final @Nullable PreparedData data;
    private final boolean fits;

    Preflight(Resolved<PipelineFile> file, Locator locator) {
        this.file = file;
        PipelineFile pipeline = file.value();
        Optional<DataSet> opened =
                attempt(pipeline.data(), () -> pipeline.data().open(locator));
        this.data = opened.flatMap(set ->
                        attempt(pipeline.prepare(), () -> pipeline.prepare().apply(set, pipeline.seed())))
                .orElse(null);
        this.fits = data != null
                && attempt(pipeline.model(), () -> pipeline.model().build(data.shape(), data.classes()))
                        .isPresent();
        problems.addAll(NeedsCheck.problems(file, data));
    }

    /** What a part of the file refuses is a problem at its place. */
    private <T> Optional<T> attempt(Object part, Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (MisfitException e) {
            problems.add(new Problem(file.location(e.part()), String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException | DataException e) {
            problems.add(new Problem(file.location(part), String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    /**
     * Goes through the stages, as far as data and network allow that.
     *
     * @param whole whether all is gone through that could be told of, however long it takes
     * @throws ConfigException with every problem that was found
     */
    Rehearsal rehearse(RunInfo info, boolean whole) {
        Optional<Rehearsal> rehearsal = Optional.empty();
        if (data != null && fits) {
            rehearsal = Optional.of(Rehearsal.of(
                    info, file, file.value().model(), data, file.value().pipeline(), whole));
            problems.addAll(rehearsal.get().problems());
        }
        requireNone();
        return rehearsal.orElseThrow();
    }

    /**
     * Returns the data.
     *
     * @throws ConfigException with every problem that was found
     */
    PreparedData data() {
        requireNone();
        return requireNonNull(data, "data is null");
    }

    private void requireNone() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
