package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.data.Batch;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Objective.Cost;
import org.espalier.api.train.TrainingHook;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every {@link TrainingHook} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface TrainingHookContract {
    /** Returns the hook under test; each call an equal one. */
    TrainingHook hook();

    /** Returns the networks whose training it takes part in. */
    default List<FakeNetwork> hookNetworks() {
        return List.of(FakeNetwork.mlp(), FakeNetwork.convolutional());
    }

    /**
     * Returns the state in which its training begins: of a network under masks, say, or with more snapshots.
     *
     * @return a dense network with the snapshots that the hook says it needs
     */
    default FakeSession session(FakeNetwork network) {
        FakeSession session = FakeSession.of(network);
        hook().needsSnapshots().forEach(session::keeping);
        return session;
    }

    /** It goes through a whole training, and does the same again when that is repeated. */
    @Test
    default void hookDoesTheSameInTheSameTraining() {
        for (FakeNetwork network : hookNetworks()) {
            FakeSession once = session(network).train(hook(), 4, 10);
            FakeSession again = session(network).train(hook(), 4, 10);
            assertThat(again.events()).isEqualTo(once.events());
            assertThat(again.masks()).isEqualTo(once.masks());
        }
    }

    /** One hook can take part in several trainings: what it remembers is not in itself. */
    @Test
    default void hookRemembersInTheSessionOnly() {
        FakeNetwork network = hookNetworks().get(0);
        TrainingHook one = hook();
        FakeSession first = session(network).train(one, 2, 10);
        FakeSession second = session(network).train(one, 2, 10);
        assertThat(second.events()).isEqualTo(first.events());
    }

    /** It asks scorings for nothing but what it declared. */
    @Test
    default void hookAsksForTheEvidenceItDeclares() {
        FakeSession session = session(hookNetworks().get(0)).train(hook(), 4, 10);
        assertThat(hook().evidence()).containsAll(session.asked());
    }

    /** It changes no masks but those that it says it decides on. */
    @Test
    default void hookDecidesOnTheMasksItDeclares() {
        for (FakeNetwork network : hookNetworks()) {
            FakeSession session = session(network).train(hook(), 4, 10);
            assertThat(hook().decides(network)).as("masks it decides on").containsAll(session.decided());
        }
    }

    /** The loss it returns has a gradient of the output's shape, and what it was handed is unchanged. */
    @Test
    default void hookReturnsALossThatFits() {
        FakeNetwork network = hookNetworks().get(0);
        FakeInstruments instruments = FakeInstruments.of(network, 0);
        Batch batch = instruments.batch(0, 4);
        INDArray output = instruments.output(batch);
        Cost cost = instruments.taskLoss().of(output, batch);
        Untouched untouched = new Untouched()
                .and("the output", output)
                .and("the inputs", batch.inputs())
                .and("the loss gradient", cost.gradientAtOutput());
        TrainingHook hook = hook();
        FakeSession session = session(network).train(new TrainingHook() {}, 1, 1);
        hook.trainingStarted(session);
        Cost used = hook.lossComputed(session, batch, output, cost);
        untouched.verify();
        assertThat(used.value()).isFinite();
        assertThat(used.gradientAtOutput().shape()).isEqualTo(output.shape());
    }

    /** Gradients keep their names and shapes; a hook that changes them says that it looks at them. */
    @Test
    default void hookReturnsGradientsThatFit() {
        FakeNetwork network = hookNetworks().get(0);
        FakeInstruments instruments = FakeInstruments.of(network, 0);
        Tensors gradients = instruments.gradients(instruments.taskLoss(), instruments.batch(0, 4));
        TrainingHook hook = hook();
        FakeSession session = session(network).train(new TrainingHook() {}, 1, 1);
        hook.trainingStarted(session);
        Tensors used = hook.gradientsComputed(session, gradients);
        if (!hook.seesGradients()) {
            assertThat(used)
                    .as("gradients of a hook that says it does not look at them")
                    .isSameAs(gradients);
        }
        assertThat(used.byId().keySet()).isEqualTo(gradients.byId().keySet());
        gradients.byId().forEach((id, array) -> assertThat(used.get(id).shape()).isEqualTo(array.shape()));
    }
}
