package org.espalier.engine.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskChange;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class MaskStoreTest {
    private static final ParamInfo FC1 = Params.weight("fc1", 2, 3);
    private static final ParamInfo FC2 = Params.weight("fc2", 1, 2);

    private final MaskStore store = new MaskStore(List.of(FC1, FC2), CommitRules.DEFAULT);

    @Test
    void beginsWithEverythingAlive() {
        assertThat(store.masks()).isEqualTo(MaskSet.ones(List.of(FC1, FC2)));
        assertThat(store.version()).isZero();
    }

    @Test
    void tellsWhatWasDroppedAndGrown() {
        store.commit(Revision.of(masks(FC1, 0, 1)));
        MaskChange change = store.commit(Revision.of(masks(FC1, 1, 2)));
        assertThat(change.dropped().get(FC1.id())).isEqualTo(mask(FC1, 0));
        assertThat(change.grown().get(FC1.id())).isEqualTo(mask(FC1, 2));
        assertThat(change.dropped().get(FC2.id()).alive()).isZero();
        assertThat(store.masks().get(FC1.id())).isEqualTo(mask(FC1, 1, 2));
        assertThat(store.version()).isEqualTo(2);
    }

    @Test
    void whatWasDroppedAndRegrownAtOnceCountsAsGrown() {
        store.commit(Revision.of(masks(FC1, 0, 1)));
        MaskSet grown = new MaskSet(Map.of(FC1.id(), mask(FC1, 1, 2)));
        MaskChange change = store.commit(Revision.of(masks(FC1, 1, 2)).growing(grown, GrowthStart.INITIAL));
        assertThat(change.grown().get(FC1.id())).isEqualTo(mask(FC1, 1, 2));
    }

    @Test
    void keepsTheNetworksOrderOfParameters() {
        MaskSet reversed = new MaskSet(Map.of(FC2.id(), mask(FC2, 0))).with(FC1.id(), mask(FC1, 3));
        store.commit(Revision.of(reversed));
        assertThat(store.masks().byId().keySet()).containsExactly(FC1.id(), FC2.id());
    }

    @Test
    void gradientsFollowTheMasksUnlessToldOtherwise() {
        store.commit(Revision.of(masks(FC1, 0)));
        assertThat(store.backward(FC1.id())).isEqualTo(mask(FC1, 0));
        MaskSet wider = new MaskSet(Map.of(FC1.id(), mask(FC1, 0, 4)));
        store.commit(Revision.of(masks(FC1, 0)).withBackward(wider));
        assertThat(store.backward(FC1.id())).isEqualTo(mask(FC1, 0, 4));
        assertThat(store.backward(FC2.id())).isEqualTo(store.masks().get(FC2.id()));
        store.commit(Revision.of(masks(FC1, 0)));
        assertThat(store.backward(FC1.id())).isEqualTo(mask(FC1, 0));
    }

    @Test
    void refusesALayersCollapseAndChangesNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.commit(Revision.of(masks(FC1))))
                .withMessage("too few weights would stay alive in 'fc1.weight' (0 of 6): each prunable parameter must"
                        + " keep 1. Keep more, spread it otherwise (another distribution, a policy's 'minimum'), or lower"
                        + " the minimum that the run demands");
        assertThat(store.masks().density()).isEqualTo(1);
        assertThat(store.version()).isZero();
    }

    @Test
    void theMinimumIsNoMoreThanAParameterHas() {
        MaskStore strict = new MaskStore(List.of(FC1, FC2), new CommitRules(4));
        strict.commit(Revision.of(masks(FC1, 0, 1, 2, 3)));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> strict.commit(Revision.of(masks(FC1, 0, 1, 2, 3).with(FC2.id(), mask(FC2, 0)))))
                .withMessageContaining("'fc2.weight' (1 of 2)");
        new MaskStore(List.of(FC1, FC2), new CommitRules(0)).commit(Revision.of(masks(FC1)));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        ParamInfo bias = Params.weight("fc9", 2, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.commit(Revision.of(store.masks().with(bias.id(), mask(bias, 0)))))
                .withMessage("a mask was proposed for 'fc9.weight', which cannot be pruned. Prunable are: 'fc1.weight',"
                        + " 'fc2.weight'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.commit(Revision.of(new MaskSet(Map.of(FC1.id(), mask(FC1, 0))))))
                .withMessage(
                        "the proposed masks leave out 'fc2.weight': there must be one for each prunable parameter");
    }

    @Test
    void refusesOtherShapes() {
        Mask flat = mask(FC1, 0).reshape(List.of(6L));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.commit(Revision.of(store.masks().with(FC1.id(), flat))))
                .withMessage("the proposed mask of 'fc1.weight' has shape [6] but the parameter has [2, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        store.commit(Revision.of(store.masks()).withBackward(new MaskSet(Map.of(FC1.id(), flat)))))
                .withMessageContaining("backward mask of 'fc1.weight' has shape [6]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.commit(
                        Revision.of(store.masks()).withWeights(new Tensors(Map.of(FC1.id(), Nd4j.ones(3, 2))))))
                .withMessage("the proposed weights of 'fc1.weight' have shape [3, 2] but the parameter has [2, 3]");
    }

    @Test
    void refusesGrownElementsThatContradictTheMasks() {
        store.commit(Revision.of(masks(FC1, 0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.commit(Revision.of(masks(FC1, 0, 1))
                        .growing(new MaskSet(Map.of(FC1.id(), mask(FC1, 2))), GrowthStart.ZERO)))
                .withMessage("1 weights of 'fc1.weight' were said to be grown, but the proposed mask does not have them"
                        + " alive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.commit(Revision.of(masks(FC1, 0, 1))
                        .growing(new MaskSet(Map.of(FC1.id(), mask(FC1))), GrowthStart.ZERO)))
                .withMessage("1 weights of 'fc1.weight' come alive, but were not said to be grown");
    }

    @Test
    void restoresWithoutAskingForTheMinimum() {
        store.restore(masks(FC1));
        assertThat(store.masks().get(FC1.id()).alive()).isZero();
        assertThat(store.version()).isEqualTo(1);
    }

    private static MaskSet masks(ParamInfo info, long... alive) {
        return MaskSet.ones(List.of(FC1, FC2)).with(info.id(), mask(info, alive));
    }

    private static Mask mask(ParamInfo info, long... alive) {
        return Mask.of(info.shape(), i -> Arrays.stream(alive).anyMatch(a -> a == i));
    }
}
