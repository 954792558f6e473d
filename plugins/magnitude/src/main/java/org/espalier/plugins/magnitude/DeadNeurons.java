package org.espalier.plugins.magnitude;

import java.util.List;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Axis;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.score.Scoring;

/**
 * Removes what is left of dead neurons: of those whose inputs were all pruned away, and of those whose outputs were.
 * Every other connection of theirs goes too, which may kill neighbours, until nothing changes (step 5 of Han et al.
 * 2015). Filters of convolutions are neurons in this. The network's inputs and outputs are never dead.
 *
 * <p>Departure: the paper leaves dead neurons to training, whose decay takes their weights; here they are removed at once. A
 * neuron without inputs sends its activated bias until then, which retraining makes up for.
 */
public record DeadNeurons() implements MaskPolicy {
    @Override
    public Revision next(Scoring scoring) {
        MaskSet masks = scoring.masks();
        List<CouplingGroup> groups = scoring.network().couplings().stream()
                .filter(group -> reaches(group, Axis.OUT) && reaches(group, Axis.IN))
                .toList();
        long before;
        do {
            before = masks.alive();
            for (CouplingGroup group : groups) {
                masks = new Channels(group, scoring.network()).withoutTheDead(masks);
            }
        } while (masks.alive() < before);
        return Revision.of(masks);
    }

    /** Returns whether the group's channels end at an axis: what none reads is the output, what none makes the input. */
    private static boolean reaches(CouplingGroup group, Axis axis) {
        return group.members().stream().anyMatch(member -> member.axis() == axis);
    }
}
