package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Criterion;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

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

    /**
     * Returns whether the weights behind masks count in the scores of others, as where masked weights may come back and
     * are compared with those in force.
     *
     * @return {@code false}: what lies behind masks changes no score of a weight in force
     */
    default boolean criterionLooksBehindMasks() {
        return false;
    }

    /** Scores of weights in force do not depend on weights that compete no more. */
    @Test
    default void criterionComparesOnlyWhatCompetes() {
        if (criterionLooksBehindMasks()) {
            return;
        }
        for (FakeNetwork network : criterionNetworks()) {
            MaskSet masks = network.someAlive(0.7);
            FakeNetwork other = network.with(Tensors.of(network.params(), info -> {
                INDArray latent = network.latent(info.id());
                return info.prunable()
                        ? latent.add(masks.get(info.id()).toArray().rsub(1).muli(3))
                        : latent;
            }));
            Tensors scores = criterion().score(look(network));
            Tensors others = criterion().score(look(other));
            for (ParamInfo info : network.prunable()) {
                Mask mask = masks.get(info.id());
                float[] score = Untouched.values(scores.get(info.id()));
                float[] otherwise = Untouched.values(others.get(info.id()));
                mask.forEachAlive(at -> assertThat(otherwise[(int) at])
                        .as("score of weight %d of %s, which is in force", at, info.id())
                        .isEqualTo(score[(int) at]));
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
