package org.espalier.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.espalier.api.data.DataException;
import org.espalier.engine.format.GraphJson;
import org.espalier.engine.network.graph.Graph;

/**
 * All that a run needs to be taken up again at one of its places: the network, what training keeps beside it, snapshots,
 * what components remember, counters, the length of the tables, and the place. Random streams are not in it: they follow
 * from the run's seed, who draws, and the counters.
 */
final class Checkpoint {
    private Checkpoint() {}

    /**
     * Writes a run down.
     *
     * @throws IllegalArgumentException when something of it is no value that can be written; says what
     */
    static Archive of(RunScope run, Position place) {
        var archive = new Archive();
        var states = new StateArchive(archive, new ComponentValues(Set.of()));
        ObjectNode facts = archive.facts();
        facts.put("run", run.provenance().id());
        facts.set("place", Archive.JSON.valueToTree(place));
        facts.put("step", run.recorder().step());
        facts.put("worked", run.provenance().worked().toMillis());
        facts.set("pairs", Archive.JSON.valueToTree(run.streams().begun()));
        facts.set("tables", Archive.JSON.valueToTree(run.directory().keepTables()));
        LiveNetwork live = run.live();
        facts.put("graph", GraphJson.write(live.layers(), live.inputShape()));
        states.write(NetworkState.of(live), facts.putObject("network"), "network/");
        ArrayNode snapshots = facts.putArray("snapshots");
        run.snapshots().all().forEach((name, state) -> {
            String prefix = "snapshot/" + snapshots.size() + "/";
            states.write(state, snapshots.addObject().put("name", name), prefix);
        });
        ArrayNode remembered = facts.putArray("states");
        run.states().all().forEach((path, state) -> {
            String prefix = "state/" + remembered.size() + "/";
            states.write(state, remembered.addObject().put("path", path), prefix);
        });
        return archive;
    }

    /**
     * Takes a run up, before its first stage; its stages then find the way to the place. A run whose checkpoint is refused is of no
     * further use.
     *
     * @param file the checkpoint
     * @param loaders where classes of the pipeline's components come from
     * @throws UnusableCheckpointException when it is another run's, or not what a run writes; no file has changed then
     */
    static void restore(Path file, RunScope run, Set<ClassLoader> loaders) {
        RunDirectory.Lengths tables;
        long step;
        try {
            Archive archive = CheckpointFile.read(file);
            requireSameRun(
                    Archive.text(archive.facts().required("run")),
                    run.provenance().id());
            restoreNetwork(archive, file, run, loaders);
            tables = value(archive.facts().required("tables"), RunDirectory.Lengths.class);
            step = Archive.whole(archive.facts().required("step"));
            Archive.list(archive.facts().required("pairs"))
                    .forEach(each -> run.streams().goOn(Archive.whole(each)));
            run.provenance()
                    .workedBefore(
                            Duration.ofMillis(Archive.whole(archive.facts().required("worked"))));
            run.course().goTo(value(archive.facts().required("place"), Position.class));
        } catch (DataException e) {
            throw new UnusableCheckpointException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | JsonProcessingException | LinkageError e) {
            // whoever mended a checksum can have written anything, and third parties' records make themselves again of
            // it
            throw new UnusableCheckpointException("it is not what a run writes: " + words(e), e);
        }
        if (!run.directory().holds(tables)) {
            throw new UnusableCheckpointException("the run's tables have lost rows that were written before it");
        }
        run.directory().cutTables(tables);
        run.recorder().goOn(step);
    }

    private static String words(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static void requireSameRun(String written, String own) {
        if (!written.equals(own)) {
            throw new IllegalArgumentException("it is of the run '" + written + "', and this is '" + own + "'");
        }
    }

    private static void restoreNetwork(Archive archive, Path file, RunScope run, Set<ClassLoader> loaders) {
        var states = new StateArchive(archive, new ComponentValues(loaders));
        JsonNode facts = archive.facts();
        LiveNetwork live = run.live();
        List<Long> output = live.network().outputShape();
        Graph graph = graph(file, Archive.text(facts.required("graph")));
        NetworkState network = states.read(facts.required("network"), "network/");
        StateFit.check(network, live.inputShape());
        if (!graph.equals(network.graph(live.inputShape()))) {
            throw new IllegalArgumentException("its network is not that of its graph");
        }
        var snapshots = new LinkedHashMap<String, NetworkState>();
        for (JsonNode node : Archive.list(facts.required("snapshots"))) {
            NetworkState state = states.read(node, "snapshot/" + snapshots.size() + "/");
            StateFit.check(state, live.inputShape());
            snapshots.put(Archive.text(node.required("name")), state);
        }
        live.become(graph);
        if (!live.network().outputShape().equals(output)) {
            throw new IllegalArgumentException(
                    "its network gives " + live.network().outputShape() + ", not " + output);
        }
        network.restore(live);
        run.snapshots().become(snapshots);
        int remembered = 0;
        for (JsonNode node : Archive.list(facts.required("states"))) {
            run.states().put(Archive.text(node.required("path")), states.state(node, "state/" + remembered + "/"));
            remembered++;
        }
    }

    private static Graph graph(Path file, String text) {
        GraphJson.Content content = GraphJson.read(file, text);
        return new Graph(
                content.inputShape(),
                content.layers().stream()
                        .map(layer -> new Graph.Node(layer.id(), layer.spec(), layer.inputs()))
                        .toList());
    }

    private static <T> T value(JsonNode node, Class<T> type) throws JsonProcessingException {
        if (!node.isObject()) {
            throw new IllegalArgumentException(node + " is no " + type.getSimpleName());
        }
        return Archive.JSON.treeToValue(node, type);
    }
}
