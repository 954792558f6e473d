package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.State;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/**
 * What a component may look at, set up by hand. It serves the evidence that was declared, gathered with
 * {@link FakeInstruments}, refuses any other as the engine does, and remembers what was asked for.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class FakeScoring implements Scoring {
    private final FakeNetwork network;
    private final MaskSet masks;
    private final Progress progress;
    private final long seed;
    private final State state;
    private final Set<Evidence<?>> declared;
    private final FakeInstruments instruments;
    private final RandomGenerator random;
    private final Map<Evidence<?>, Object> gathered = new HashMap<>();
    private final Set<Evidence<?>> used = new LinkedHashSet<>();
    private final Map<Object, State> parts;
    private final Map<Object, State> remembered = new HashMap<>();
    private final List<String> said = new ArrayList<>();

    private FakeScoring(
            FakeNetwork network,
            MaskSet masks,
            Progress progress,
            long seed,
            State state,
            Set<Evidence<?>> declared,
            FakeInstruments instruments,
            Map<Object, State> parts) {
        this.network = network;
        this.masks = masks;
        this.progress = progress;
        this.seed = seed;
        this.state = state;
        this.declared = Set.copyOf(declared);
        this.instruments = instruments;
        this.parts = Map.copyOf(parts);
        this.random = Seeded.random("scoring" + seed);
    }

    /** Returns a look at a dense network outside of training: nothing remembered, no evidence declared. */
    public static FakeScoring of(FakeNetwork network) {
        return new FakeScoring(
                network,
                network.ones(),
                Progress.DONE,
                0,
                State.empty(),
                Set.of(),
                FakeInstruments.of(network, 0),
                Map.of());
    }

    /** Returns this under masks; the network runs with them. */
    public FakeScoring withMasks(MaskSet next) {
        FakeNetwork running = network.masked(next);
        return new FakeScoring(
                running, next, progress, seed, state, declared, FakeInstruments.of(running, seed), parts);
    }

    /** Returns this at another moment. */
    public FakeScoring withProgress(Progress next) {
        return new FakeScoring(network, masks, next, seed, state, declared, instruments, parts);
    }

    /** Returns this with other random numbers. */
    public FakeScoring withSeed(long next) {
        return new FakeScoring(
                network, masks, progress, next, state, declared, FakeInstruments.of(network, next), parts);
    }

    /** Returns this with something remembered. */
    public FakeScoring withState(State next) {
        return new FakeScoring(network, masks, progress, seed, next, declared, instruments, parts);
    }

    /** Returns this with the evidence that the component under test declared. */
    public FakeScoring declaring(Set<Evidence<?>> evidence) {
        return new FakeScoring(network, masks, progress, seed, state, evidence, instruments, parts);
    }

    /** Returns this with other instruments to gather evidence with. */
    public FakeScoring measuredBy(FakeInstruments next) {
        return new FakeScoring(network, masks, progress, seed, state, declared, next, parts);
    }

    /** Returns the evidence that was asked for so far. */
    public Set<Evidence<?>> used() {
        return Set.copyOf(used);
    }

    /** Returns this as a later look: what parts of the component left in another is what they find. */
    public FakeScoring after(FakeScoring earlier) {
        var found = new HashMap<Object, State>(earlier.parts);
        found.putAll(earlier.remembered);
        return new FakeScoring(network, masks, progress, seed, state, declared, instruments, found);
    }

    /** Returns what the component said to the user. */
    public List<String> said() {
        return List.copyOf(said);
    }

    @Override
    public NetworkView network() {
        return network;
    }

    @Override
    public MaskSet masks() {
        return masks;
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public State state(Object part) {
        return parts.getOrDefault(part, State.empty());
    }

    @Override
    public void remember(Object part, State next) {
        remembered.put(part, next);
    }

    @Override
    public void say(String message) {
        said.add(message);
    }

    @Override
    public Selector selector() {
        return new ReferenceSelector();
    }

    @Override
    @SuppressWarnings("unchecked") // a measurement is kept under the evidence that yields its type
    public <T> T get(Evidence<T> evidence) {
        if (!declared.contains(evidence)) {
            throw new IllegalStateException("asked for " + evidence + " but declared " + declared);
        }
        used.add(evidence);
        return (T) gathered.computeIfAbsent(evidence, asked -> asked.gather(instruments));
    }
}
