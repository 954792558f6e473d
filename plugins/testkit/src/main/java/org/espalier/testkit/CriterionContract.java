package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Criterion;
import org.junit.jupiter.api.Test;

/** What every {@link Criterion} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface CriterionContract {
    /** Returns the criterion under test; each call an equal one. */
    Criterion criterion();

    /** Returns the networks to try it on; override where a criterion wants others. */
    default List<FakeNetwork> criterionNetworks() {
        return List.of(FakeNetwork.mlp(), FakeNetwork.convolutional());
    }

    /**
     * Returns whether it may leave declared evidence unread, because it needs it in some cases only.
     *
     * @return {@code false}: what it declares it also reads
     */
    default boolean criterionReadsEvidenceInSomeCasesOnly() {
        return false;
    }

    /** Every prunable weight has a score, masked ones too. */
    @Test
    default void criterionScoresEveryPrunableWeight() {
        for (FakeNetwork network : criterionNetworks()) {
            Tensors scores = criterion().score(look(network));
            assertThat(scores.byId().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            network.prunable().stream().map(ParamInfo::id).toList());
            network.prunable().forEach(info -> assertThat(scores.get(info.id()).shape())
                    .as("shape of the scores of %s", info.id())
                    .isEqualTo(info.shapeArray()));
        }
    }

    /** No score is infinite or not a number, also where weights are zero. */
    @Test
    default void criterionScoresAreFinite() {
        for (FakeNetwork network : criterionNetworks()) {
            FakeNetwork silent = network.with(network.weights().map(weight -> weight.mul(0)));
            for (FakeNetwork candidate : List.of(network, silent)) {
                criterion().score(look(candidate)).byId().forEach((id, scores) -> {
                    for (float score : Untouched.values(scores)) {
                        assertThat(score).as("a score of %s", id).isFinite();
                    }
                });
            }
        }
    }

    /** Randomness comes from the stream that is handed in, and from nowhere else. */
    @Test
    default void criterionScoresAlikeForTheSameSeed() {
        for (FakeNetwork network : criterionNetworks()) {
            Tensors once = criterion().score(look(network));
            Tensors again = criterion().score(look(network));
            once.byId().forEach((id, scores) -> assertThat(Untouched.values(again.get(id)))
                    .as("scores of %s for the same seed", id)
                    .isEqualTo(Untouched.values(scores)));
        }
    }

    /** What it looks at stays as it was, even when somebody writes into the scores it returned. */
    @Test
    default void criterionChangesNothingThatItIsHanded() {
        for (FakeNetwork network : criterionNetworks()) {
            FakeScoring scoring = look(network);
            Untouched untouched = Untouched.network(scoring.network());
            Tensors scores = criterion().score(scoring);
            untouched.verify();
            scores.byId().values().forEach(array -> array.addi(1));
            untouched.verify();
        }
    }

    /** What it asks for is what it declared; the scoring refuses anything else. */
    @Test
    default void criterionUsesTheEvidenceItDeclares() {
        FakeScoring scoring = look(criterionNetworks().get(0));
        criterion().score(scoring);
        if (criterionReadsEvidenceInSomeCasesOnly()) {
            assertThat(criterion().evidence()).containsAll(scoring.used());
            return;
        }
        assertThat(scoring.used()).isEqualTo(criterion().evidence());
    }

    private FakeScoring look(FakeNetwork network) {
        return FakeScoring.of(network)
                .withMasks(network.someAlive(0.7))
                .declaring(criterion().evidence());
    }
}
