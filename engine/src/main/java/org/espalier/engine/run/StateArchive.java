package org.espalier.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.State;
import org.espalier.engine.format.GraphJson;
import org.espalier.engine.run.Parameterizations.Trained;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * States of networks and components in an archive. What is kept by parameter is written as a list of parameters among the
 * facts, and as one array for each, named {@code <prefix><what>/<number in the list>}.
 */
final class StateArchive {
    /** The place of a graph that cannot be read; a checkpoint that was altered was refused before. */
    private static final Path CHECKPOINT = Path.of("checkpoint");

    private final Archive archive;
    private final ComponentValues components;
    /** First weights that several states share are written once. */
    private final List<Map<ParamId, float[]>> firsts = new ArrayList<>();

    StateArchive(Archive archive, ComponentValues components) {
        this.archive = archive;
        this.components = components;
    }

    /**
     * Writes a state.
     *
     * @throws IllegalArgumentException when a parameterization or penalty is no value; says which
     */
    void write(NetworkState state, ObjectNode facts, String prefix) {
        facts.put("layers", GraphJson.write(state.layers(), List.of()));
        facts.put("first", written(state.first()));
        write(facts, prefix, "weights", state.weights(), archive::put);
        write(facts, prefix, "statistics", state.statistics(), archive::put);
        write(facts, prefix, "dormant", state.dormant(), archive::put);
        write(facts, prefix, "masks", state.masks().byId(), archive::put);
        write(facts, prefix, "backward", state.backward().byId(), archive::put);
        ArrayNode trained = facts.putArray("trained");
        write(
                facts,
                prefix,
                "parameterized",
                state.parameterized(),
                (name, own) -> write(own, trained.addObject(), name));
        write(state.memory(), facts.putObject("optimizer"), prefix + "optimizer/");
        facts.put("clock", state.clock());
    }

    NetworkState read(JsonNode facts, String prefix) {
        JsonNode trained = facts.required("trained");
        return new NetworkState(
                GraphJson.read(CHECKPOINT, Archive.text(facts.required("layers")))
                        .layers(),
                first(Math.toIntExact(Archive.whole(facts.required("first")))),
                read(facts, prefix, "weights", archive::floats),
                read(facts, prefix, "statistics", archive::floats),
                read(facts, prefix, "dormant", archive::floats),
                new MaskSet(read(facts, prefix, "masks", archive::mask)),
                new MaskSet(read(facts, prefix, "backward", archive::mask)),
                read(facts, prefix, "parameterized", name -> trained(trained.required(number(name)), name)),
                memory(facts.required("optimizer"), prefix + "optimizer/"),
                Archive.number(facts.required("clock")));
    }

    /** Returns the number of these first weights, which are in the archive afterwards. */
    private int written(Map<ParamId, float[]> first) {
        for (int i = 0; i < firsts.size(); i++) {
            if (firsts.get(i) == first) {
                return i;
            }
        }
        write(archive.facts(), "", "first-" + firsts.size(), first, archive::put);
        firsts.add(first);
        return firsts.size() - 1;
    }

    private Map<ParamId, float[]> first(int number) {
        while (firsts.size() <= number) {
            firsts.add(read(archive.facts(), "", "first-" + firsts.size(), archive::floats));
        }
        return firsts.get(number);
    }

    private <T> void write(
            ObjectNode facts, String prefix, String what, Map<ParamId, T> byId, BiConsumer<String, T> put) {
        ArrayNode ids = facts.putArray(what);
        byId.forEach((id, value) -> {
            String name = prefix + what + "/" + ids.size();
            ids.addArray().add(id.layer().path()).add(id.name());
            put.accept(name, value);
        });
    }

    private <T> Map<ParamId, T> read(JsonNode facts, String prefix, String what, Function<String, T> get) {
        var byId = new LinkedHashMap<ParamId, T>();
        for (JsonNode id : Archive.list(facts.required(what))) {
            byId.put(
                    ParamId.of(Archive.text(id.required(0)), Archive.text(id.required(1))),
                    get.apply(prefix + what + "/" + byId.size()));
        }
        return byId;
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(name.lastIndexOf('/') + 1));
    }

    private void write(Trained trained, ObjectNode facts, String name) {
        facts.set("parameterization", components.write(trained.parameterization()));
        facts.set("regularizers", components.write(trained.regularizers()));
        archive.put(name + "/dense", trained.latent().dense());
        write(trained.latent().trainable(), facts.putArray("trainable"), name + "/trainable/");
        write(trained.latent().constant(), facts.putArray("constant"), name + "/constant/");
    }

    private Trained trained(JsonNode facts, String name) {
        var regularizers = new ArrayList<Regularizer>();
        Archive.list(facts.required("regularizers"))
                .forEach(node -> regularizers.add(components.read(node, Regularizer.class)));
        return new Trained(
                components.read(facts.required("parameterization"), Parameterization.class),
                List.copyOf(regularizers),
                new Latent(
                        archive.array(name + "/dense"),
                        arrays(facts.required("trainable"), name + "/trainable/"),
                        arrays(facts.required("constant"), name + "/constant/")));
    }

    private void write(OptimizerMemory memory, ObjectNode facts, String prefix) {
        facts.put("owner", memory.owner());
        facts.put("steps", memory.steps());
        facts.put("counts-steps", memory.countsSteps());
        ArrayNode slots = facts.putArray("slots");
        memory.slots().forEach((array, own) -> {
            String name = prefix + slots.size() + "/";
            ObjectNode node = slots.addObject();
            node.put("array", array);
            write(own, node.putArray("names"), name);
        });
    }

    private OptimizerMemory memory(JsonNode facts, String prefix) {
        var slots = new LinkedHashMap<String, Map<String, INDArray>>();
        for (JsonNode node : Archive.list(facts.required("slots"))) {
            slots.put(
                    Archive.text(node.required("array")), arrays(node.required("names"), prefix + slots.size() + "/"));
        }
        return new OptimizerMemory(
                Archive.text(facts.required("owner")),
                Archive.whole(facts.required("steps")),
                Archive.flag(facts.required("counts-steps")),
                slots);
    }

    /** Writes what a component remembers. */
    void write(State state, ObjectNode facts, String prefix) {
        ObjectNode scalars = facts.putObject("scalars");
        state.scalars().forEach(scalars::put);
        write(state.arrays(), facts.putArray("arrays"), prefix);
    }

    State state(JsonNode facts, String prefix) {
        var scalars = new LinkedHashMap<String, Double>();
        facts.required("scalars")
                .properties()
                .forEach(entry -> scalars.put(entry.getKey(), Archive.number(entry.getValue())));
        return new State(scalars, arrays(facts.required("arrays"), prefix));
    }

    private void write(Map<String, INDArray> arrays, ArrayNode names, String prefix) {
        arrays.forEach((name, values) -> {
            names.add(name);
            archive.put(prefix + name, values);
        });
    }

    private Map<String, INDArray> arrays(JsonNode names, String prefix) {
        var arrays = new LinkedHashMap<String, INDArray>();
        Archive.list(names).forEach(name -> arrays.put(Archive.text(name), archive.array(prefix + Archive.text(name))));
        return arrays;
    }
}
