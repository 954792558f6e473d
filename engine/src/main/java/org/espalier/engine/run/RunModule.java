package org.espalier.engine.run;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import org.espalier.api.score.Instruments;
import org.espalier.engine.RunListener;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.architecture.Architecture;

/** Binds what belongs to one run; its injector is a child of the engine's and is dropped with the run. */
final class RunModule extends AbstractModule {
    private final RunInfo info;
    private final RunDirectory directory;
    private final Job job;
    private final Kernel kernel;
    private final RunListener listener;
    private final StopSignal stop;

    RunModule(Job job, RunDirectory directory, Kernel kernel, RunListener listener, StopSignal stop) {
        this.job = job;
        this.info = job.info();
        this.directory = directory;
        this.kernel = kernel;
        this.listener = listener;
        this.stop = stop;
    }

    @Override
    protected void configure() {
        bind(RunInfo.class).toInstance(info);
        bind(RunDirectory.class).toInstance(directory);
        bind(RunData.class).toInstance(new RunData(job.data(), listener::said));
        bind(RunListener.class).toInstance(listener);
        bind(StopSignal.class).toInstance(stop);
        var recorder = new Recorder(directory);
        bind(Recorder.class).toInstance(recorder);
        bind(Streams.class).toInstance(new Streams(info.seed(), recorder));
        bind(Provenance.class).toInstance(new Provenance(directory));
        bind(Checkpoints.class).toInstance(new Checkpoints(directory.path(), job.checkpoints(), System::nanoTime));
        bind(ComponentStates.class).toInstance(new ComponentStates());
        bind(RunScope.class).in(Singleton.class);
    }

    @Provides
    @Singleton
    Weights weights() {
        Architecture architecture = job.architecture();
        return new Weights(
                architecture.build(job.data().shape(), job.data().classes()), architecture.initializer(), kernel);
    }

    @Provides
    @Singleton
    LiveNetwork live(Weights weights) {
        Network network = weights.sibling();
        weights.draw(network, info.seed(), "");
        return new LiveNetwork(network, CommitRules.DEFAULT, listener::said);
    }

    @Provides
    @Singleton
    Evaluator evaluator(LiveNetwork live, RunData examples) {
        return new Evaluator(live, examples);
    }

    @Provides
    @Singleton
    SnapshotStore snapshots(LiveNetwork live) {
        return new SnapshotStore(live);
    }

    @Provides
    @Singleton
    Instruments instruments(LiveNetwork live, RunData examples, Evaluator evaluator, Streams streams) {
        return new Laboratory(live, examples, evaluator, () -> streams.of("evidence"));
    }

    @Provides
    @Singleton
    Vigilance vigilance(LiveNetwork live) {
        return new Vigilance(live, info.paranoid());
    }

    @Provides
    @Singleton
    EvidenceCache evidence(LiveNetwork live, Instruments instruments) {
        return new EvidenceCache(live, instruments);
    }
}
