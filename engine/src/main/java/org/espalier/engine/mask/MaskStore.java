package org.espalier.engine.mask;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskChange;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;

/**
 * The masks in force, and their only writer. Every revision is checked as a whole before any of it counts; what a revision
 * asks of weights and optimizer state is left to the caller, who learns from the {@link MaskChange} where.
 */
public final class MaskStore {
    private final Map<ParamId, ParamInfo> prunable = new LinkedHashMap<>();
    private final CommitRules rules;
    private MaskSet masks;
    private MaskSet backward = MaskSet.none();
    private long version;

    /** Starts with every weight alive. */
    public MaskStore(List<ParamInfo> prunable, CommitRules rules) {
        prunable.forEach(info -> this.prunable.put(info.id(), info));
        this.rules = requireNonNull(rules, "rules is null");
        this.masks = MaskSet.ones(this.prunable.values());
    }

    /** Returns the masks in force, one for each prunable parameter in the network's order. */
    public MaskSet masks() {
        return masks;
    }

    /** Returns which elements of a parameter receive a gradient: its mask, unless the last revision said otherwise. */
    public Mask backward(ParamId id) {
        Mask own = backward.byId().get(id);
        return own == null ? masks.get(id) : own;
    }

    /** Returns the masks that the last revision gave gradients apart from its masks; empty for most. */
    public MaskSet backward() {
        return backward;
    }

    /** Returns a number that rises whenever masks may have changed. */
    public long version() {
        return version;
    }

    /**
     * Checks a revision, puts it in force, and tells what changed.
     *
     * @return one mask of dropped and one of grown elements for each prunable parameter
     * @throws IllegalArgumentException when it does not cover exactly the prunable parameters, when a shape is wrong, when
     *     a parameter falls below the minimum, or when what it calls grown contradicts its masks; nothing has changed then
     */
    public MaskChange commit(Revision revision) {
        MaskSet next = inOrder(revision.masks());
        checkKnown("backward mask", revision.backward());
        checkKnown("mask of grown elements", revision.grown());
        checkWeights(revision.weights());
        checkMinimum(next);
        var dropped = new LinkedHashMap<ParamId, Mask>();
        var grown = new LinkedHashMap<ParamId, Mask>();
        for (ParamId id : prunable.keySet()) {
            Mask before = masks.get(id);
            Mask after = next.get(id);
            Mask added = after.andNot(before);
            Mask named = revision.grown().byId().get(id);
            if (named != null) {
                checkGrown(id, named, after, added);
            }
            dropped.put(id, before.andNot(after));
            grown.put(id, named == null ? added : named);
        }
        put(next, revision.backward());
        return new MaskChange(new MaskSet(dropped), new MaskSet(grown));
    }

    /**
     * Puts masks in force that were in force before, or that came with a model: shapes are checked, and no minimum.
     *
     * @throws IllegalArgumentException when they do not cover exactly the prunable parameters, or a shape is wrong
     */
    public void restore(MaskSet earlier) {
        put(inOrder(earlier), MaskSet.none());
    }

    private void put(MaskSet next, MaskSet nextBackward) {
        masks = next;
        backward = nextBackward;
        version++;
    }

    private MaskSet inOrder(MaskSet proposed) {
        checkKnown("mask", proposed);
        Set<ParamId> missing = new LinkedHashSet<>(prunable.keySet());
        missing.removeAll(proposed.byId().keySet());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the proposed masks leave out " + quoted(missing)
                    + ": there must be one for each prunable parameter");
        }
        var ordered = new LinkedHashMap<ParamId, Mask>();
        prunable.keySet().forEach(id -> ordered.put(id, proposed.get(id)));
        return new MaskSet(ordered);
    }

    private void checkKnown(String what, MaskSet set) {
        set.byId().forEach((id, mask) -> {
            ParamInfo info = prunable.get(id);
            if (info == null) {
                throw new IllegalArgumentException("a " + what + " was proposed for '" + id
                        + "', which cannot be pruned. Prunable are: " + quoted(prunable.keySet()));
            }
            if (!mask.shape().equals(info.shape())) {
                throw new IllegalArgumentException("the proposed " + what + " of '" + id + "' has shape " + mask.shape()
                        + " but the parameter has " + info.shape());
            }
        });
    }

    private void checkWeights(Tensors weights) {
        weights.byId().forEach((id, array) -> {
            ParamInfo info = prunable.get(id);
            if (info != null && !Arrays.equals(array.shape(), info.shapeArray())) {
                throw new IllegalArgumentException("the proposed weights of '" + id + "' have shape "
                        + Arrays.toString(array.shape()) + " but the parameter has " + info.shape());
            }
        });
    }

    private void checkMinimum(MaskSet next) {
        String tooFew = prunable.values().stream()
                .filter(info -> next.get(info.id()).alive() < Math.min(rules.minimum(), info.size()))
                .map(info -> "'" + info.id() + "' (" + next.get(info.id()).alive() + " of " + info.size() + ")")
                .collect(Collectors.joining(", "));
        if (!tooFew.isEmpty()) {
            throw new IllegalArgumentException("too few weights would stay alive in " + tooFew
                    + ": each prunable parameter must keep " + rules.minimum()
                    + ". Keep more, spread it otherwise (another distribution, a policy's 'minimum'), or lower the"
                    + " minimum that the run demands");
        }
    }

    private static void checkGrown(ParamId id, Mask named, Mask after, Mask added) {
        if (named.andNot(after).alive() > 0) {
            throw new IllegalArgumentException(named.andNot(after).alive() + " weights of '" + id
                    + "' were said to be grown, but the proposed mask does not have them alive");
        }
        if (added.andNot(named).alive() > 0) {
            throw new IllegalArgumentException(
                    added.andNot(named).alive() + " weights of '" + id + "' come alive, but were not said to be grown");
        }
    }

    private static String quoted(Set<ParamId> ids) {
        return ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
    }
}
