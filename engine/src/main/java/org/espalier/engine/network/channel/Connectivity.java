package org.espalier.engine.network.channel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.NetworkView;

/**
 * What of a network living weights still connect.
 *
 * @param cut layers whose weights are all masked
 * @param connected whether a path of living weights leads from the input to the output
 * @param dead for each layer that has any, the neurons or filters that no path crosses
 */
public record Connectivity(List<LayerId> cut, boolean connected, Map<LayerId, Dead> dead) {
    /** What a network without masks has to report. */
    public static final Connectivity WHOLE = new Connectivity(List.of(), true, Map.of());

    private static final int SHOWN = 8;

    public Connectivity {
        cut = List.copyOf(cut);
        dead = Collections.unmodifiableMap(new LinkedHashMap<>(dead));
    }

    /**
     * Neurons or filters of one layer, by their positions, that no living path crosses; one may be in both lists.
     *
     * @param units how many the layer has
     * @param withoutInput those that no living path from the input reaches
     * @param withoutOutput those from which no living path reaches the output
     */
    public record Dead(long units, List<Integer> withoutInput, List<Integer> withoutOutput) {
        public Dead {
            withoutInput = List.copyOf(withoutInput);
            withoutOutput = List.copyOf(withoutOutput);
        }

        /** Returns those that are in either list, rising. */
        public List<Integer> all() {
            BitSet either = new BitSet();
            withoutInput.forEach(either::set);
            withoutOutput.forEach(either::set);
            return either.stream().boxed().toList();
        }
    }

    /**
     * Follows living weights through a network. Layers of unknown kinds are taken to connect everything, so that nothing is
     * called dead that may not be.
     */
    public static Connectivity of(NetworkView network, MaskSet masks) {
        return new PathFinder(network, masks).find();
    }

    /** Returns what is worth telling the user, the worst first; nothing when all is well. */
    public List<String> messages() {
        List<String> messages = new ArrayList<>();
        for (LayerId layer : cut) {
            messages.add("layer '" + layer + "' is cut: none of its weights is alive");
        }
        if (!connected) {
            messages.add("no path of living weights leads from the input to the output: only biases can still learn");
            return messages;
        }
        dead.forEach((layer, neurons) -> messages.add(describe(layer, neurons)));
        return messages;
    }

    /**
     * Returns the messages that an earlier look did not give rise to: layers and paths cut since, and layers with more than
     * twice as many dead neurons.
     */
    public List<String> messages(Connectivity before) {
        var more = new LinkedHashMap<>(dead);
        more.keySet().removeIf(layer -> deadOf(layer) <= 2 * before.deadOf(layer));
        List<LayerId> newlyCut =
                cut.stream().filter(layer -> !before.cut.contains(layer)).toList();
        return new Connectivity(newlyCut, connected || !before.connected, more).messages();
    }

    private int deadOf(LayerId layer) {
        Dead neurons = dead.get(layer);
        return neurons == null ? 0 : neurons.all().size();
    }

    /** Returns how many neurons and filters are dead. */
    public int deadUnits() {
        return dead.keySet().stream().mapToInt(this::deadOf).sum();
    }

    private static String describe(LayerId layer, Dead dead) {
        List<Integer> all = dead.all();
        String shown = all.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
        return "layer '" + layer + "': " + all.size() + " of " + dead.units() + " neurons are dead ("
                + dead.withoutInput().size() + " without a living input, "
                + dead.withoutOutput().size() + " without a living output): " + shown
                + (all.size() > SHOWN ? ", ..." : "");
    }
}
