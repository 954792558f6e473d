package org.espalier.engine.pipeline;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.espalier.api.budget.Aim;
import org.espalier.api.budget.Target.Base;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Cadence;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Evidence;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;

/** Changes the masks while the network trains, by a policy, at regular moments. */
public record Sparsify(
        @Knob("when") Every every,
        @Knob("who decides on the next masks") MaskPolicy policy,

        @Knob(
                value = "whether a step that changes the masks leaves the weights alone, as RigL has it",
                otherwise = "false")
        boolean replacesUpdate)
        implements TrainingHook {
    @Override
    public void trainingStarted(Session session) {
        Progress before = Progress.of(0, Math.max(1, session.progress().steps()));
        session.commit(policy.initial(session.scoring(policy.evidence(), before)));
    }

    /** Also of a due moment that is let pass. */
    @Override
    public boolean replacesUpdate(Session session) {
        Progress now = session.progress();
        return replacesUpdate && every.over(now).due(now.step() + 1);
    }

    @Override
    public void stepFinished(Session session, Batch batch) {
        Cadence cadence = every.over(session.progress());
        long moment = session.progress().step();
        if (!cadence.due(moment)) {
            return;
        }
        Progress window = Progress.of(moment - cadence.start(), cadence.last() - cadence.start());
        if (session.random().nextDouble() < cadence.skipping().at(window)) {
            return;
        }
        session.commit(policy.next(session.scoring(policy.evidence(), window)));
    }

    @Override
    public void rehearse(Session session) {
        policy.next(session.scoring(policy.evidence(), Progress.of(0, 1)));
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return policy.evidence();
    }

    @Override
    public Set<ParamId> decides(NetworkView network) {
        return network.prunable().stream().map(ParamInfo::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A share of what is alive is another share at each moment. */
    @Override
    public Optional<Aim> aim() {
        return policy.aim().filter(aim -> aim.of() == Base.ALL);
    }

    @Override
    public String whyIdle(Progress training) {
        return every.whyNever(training);
    }
}
