package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamInfo;
import org.junit.jupiter.api.Test;

/** What every {@link MaskPolicy} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface MaskPolicyContract {
    /** Returns the policy under test; each call an equal one. */
    MaskPolicy policy();

    /** Returns the networks to try it on. */
    default List<FakeNetwork> policyNetworks() {
        return List.of(FakeNetwork.mlp(), FakeNetwork.convolutional());
    }

    /**
     * Returns how many weights should be alive after a revision, for policies that know.
     *
     * @param before the masks in force before it
     * @return empty for policies that decide the count as they go
     */
    default OptionalLong policyKeeps(MaskSet before) {
        return OptionalLong.empty();
    }

    /** Returns by how much {@link #policyKeeps} may be missed because counts are rounded: half a unit a scope, say. */
    default long policyRounding() {
        return 0;
    }

    /**
     * Returns whether masked weights may come back: as in drop-and-grow, or when all weights are ranked anew.
     *
     * @return {@code false}: what is masked stays masked
     */
    default boolean policyRevives() {
        return false;
    }

    /**
     * Returns whether as many weights are alive after a revision as before, as in drop-and-grow.
     *
     * @return {@code false}: the count may change
     */
    default boolean policyKeepsTheCount() {
        return false;
    }

    /** Returns whether declared evidence may be left unread, because it is needed in some cases only. */
    default boolean policyReadsEvidenceInSomeCasesOnly() {
        return false;
    }

    /** Every prunable parameter has a mask of its shape; so have grown elements, gradients and weights where named. */
    @Test
    default void policyProposesMasksThatFit() {
        for (FakeNetwork network : policyNetworks()) {
            for (double density : List.of(1.0, 0.5)) {
                FakeScoring scoring = look(network, network.someAlive(density));
                for (Revision revision :
                        List.of(policy().next(scoring), policy().initial(look(network, scoring.masks())))) {
                    assertThat(revision.masks().byId().keySet())
                            .containsExactlyInAnyOrderElementsOf(network.prunable().stream()
                                    .map(ParamInfo::id)
                                    .toList());
                    List.of(revision.masks(), revision.grown(), revision.backward())
                            .forEach(masks -> fits(network, masks));
                    revision.weights().byId().forEach((id, array) -> assertThat(array.shape())
                            .isEqualTo(network.param(id).shapeArray()));
                }
            }
        }
    }

    /** What is said to be grown is alive. */
    @Test
    default void policyGrowsOnlyWhatItKeeps() {
        for (FakeNetwork network : policyNetworks()) {
            Revision revision = policy().next(look(network, network.someAlive(0.5)));
            revision.grown().byId().forEach((id, grown) -> assertThat(
                            grown.andNot(revision.masks().get(id)).alive())
                    .as("weights of %s that are grown and masked", id)
                    .isZero());
        }
    }

    /** As many weights are alive as the policy was told to keep, whether it starts dense or sparse. */
    @Test
    default void policyKeepsAsManyAsItShould() {
        for (FakeNetwork network : policyNetworks()) {
            for (double density : List.of(1.0, 0.5)) {
                MaskSet before = network.someAlive(density);
                OptionalLong wanted = policyKeeps(before);
                MaskSet after = policy().next(look(network, before)).masks();
                if (wanted.isPresent()) {
                    assertThat(after.alive()).isCloseTo(wanted.getAsLong(), within(policyRounding()));
                }
                if (policyKeepsTheCount()) {
                    assertThat(after.alive()).isEqualTo(before.alive());
                }
            }
        }
    }

    /** Dead weights are not dropped once more in place of living ones, nor do they come back unless that is meant. */
    @Test
    default void policyLeavesTheDeadInPeace() {
        if (policyRevives()) {
            return;
        }
        for (FakeNetwork network : policyNetworks()) {
            MaskSet before = network.someAlive(0.5);
            MaskSet after = policy().next(look(network, before)).masks();
            assertThat(after.zip(before, Mask::andNot).alive())
                    .as("weights that came back")
                    .isZero();
        }
    }

    /** Randomness comes from the stream that is handed in, and memory from the state. */
    @Test
    default void policyDecidesAlikeForTheSameSeed() {
        for (FakeNetwork network : policyNetworks()) {
            MaskSet before = network.someAlive(0.5);
            Revision once = policy().next(look(network, before));
            Revision again = policy().next(look(network, before));
            assertThat(again.masks()).isEqualTo(once.masks());
            assertThat(again.grown()).isEqualTo(once.grown());
            assertThat(again.state().scalars()).isEqualTo(once.state().scalars());
        }
    }

    /** It can go on from what it remembered, round after round. */
    @Test
    default void policyGoesOnFromWhatItRemembers() {
        for (FakeNetwork network : policyNetworks()) {
            MaskSet masks = network.ones();
            Revision revision = policy().initial(look(network, masks));
            for (int round = 0; round < 3; round++) {
                masks = revision.masks();
                revision = policy().next(look(network, masks).withState(revision.state()));
                fits(network, revision.masks());
            }
        }
    }

    /** What it looks at stays as it was, and what it asks for is what it declared. */
    @Test
    default void policyUsesTheEvidenceItDeclaresAndChangesNothing() {
        FakeNetwork network = policyNetworks().get(0);
        FakeScoring scoring = look(network, network.someAlive(0.5));
        Untouched untouched = Untouched.network(scoring.network()).and(scoring.state());
        policy().next(scoring);
        untouched.verify();
        if (policyReadsEvidenceInSomeCasesOnly()) {
            assertThat(policy().evidence()).containsAll(scoring.used());
            return;
        }
        assertThat(scoring.used()).isEqualTo(policy().evidence());
    }

    private FakeScoring look(FakeNetwork network, MaskSet masks) {
        return FakeScoring.of(network).withMasks(masks).declaring(policy().evidence());
    }

    private static void fits(FakeNetwork network, MaskSet masks) {
        masks.byId().forEach((id, mask) -> assertThat(mask.shape())
                .as("shape of a mask of %s", id)
                .isEqualTo(network.param(id).shape()));
    }
}
