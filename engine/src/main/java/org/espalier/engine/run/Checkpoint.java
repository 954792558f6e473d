package org.espalier.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Set;
import org.espalier.engine.format.GraphJson;
import org.espalier.engine.network.Graph;

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
        facts.set("place", Archive.JSON.valueToTree(place));
        facts.put("step", run.recorder().step());
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
     * Takes a run up, before its first stage; its stages then find the way to the place.
     *
     * @param file where the checkpoint was read from
     * @param loaders where classes of the pipeline's components come from
     */
    static void restore(Archive archive, Path file, RunScope run, Set<ClassLoader> loaders) {
        var states = new StateArchive(archive, new ComponentValues(loaders));
        JsonNode facts = archive.facts();
        LiveNetwork live = run.live();
        live.become(graph(file, facts.required("graph").textValue()));
        states.read(facts.required("network"), "network/").restore(live);
        var snapshots = new LinkedHashMap<String, NetworkState>();
        for (JsonNode node : facts.required("snapshots")) {
            snapshots.put(node.required("name").textValue(), states.read(node, "snapshot/" + snapshots.size() + "/"));
        }
        run.snapshots().become(snapshots);
        int remembered = 0;
        for (JsonNode node : facts.required("states")) {
            run.states().put(node.required("path").textValue(), states.state(node, "state/" + remembered + "/"));
            remembered++;
        }
        run.directory().cutTables(tables(archive));
        run.recorder().goOn(step(archive));
        facts.required("pairs").forEach(step -> run.streams().goOn(step.longValue()));
        run.course().goTo(value(facts.required("place"), Position.class));
    }

    /** Returns how many steps the run had made. */
    static long step(Archive archive) {
        return archive.facts().required("step").longValue();
    }

    /** Returns how long the run's tables were. */
    static RunDirectory.Lengths tables(Archive archive) {
        return value(archive.facts().required("tables"), RunDirectory.Lengths.class);
    }

    private static Graph graph(Path file, String text) {
        GraphJson.Content content = GraphJson.read(file, text);
        return new Graph(
                content.inputShape(),
                content.layers().stream()
                        .map(layer -> new Graph.Node(layer.id(), layer.spec(), layer.inputs()))
                        .toList());
    }

    private static <T> T value(JsonNode node, Class<T> type) {
        try {
            return Archive.JSON.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a checkpoint's " + type.getSimpleName() + " is " + node, e);
        }
    }
}
