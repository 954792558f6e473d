package org.espalier.engine.run;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.espalier.api.data.Batch;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.api.report.Metric;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Instruments;
import org.espalier.api.score.Objective;
import org.espalier.api.stage.Workbench.Split;
import org.espalier.api.train.Optimizer;
import org.espalier.engine.run.Findings.Place;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Instruments that measure nothing: they check what is asked of them, and end there. */
record DryInstruments(Rehearsal rehearsal, Place place) implements Instruments {
    /** Checks what evidence will ask for. */
    static void check(Rehearsal rehearsal, Place place, Iterable<Evidence<?>> evidence) {
        for (Evidence<?> each : evidence) {
            try {
                each.gather(new DryInstruments(rehearsal, place));
            } catch (Unforeseeable notWithoutTraining) {
                // Only a training tells: nothing to check.
            } catch (IllegalArgumentException e) {
                rehearsal.problem(place, String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public NetworkView network() {
        return rehearsal.live();
    }

    @Override
    public Iterable<Batch> batches(int count, int size) {
        int available = rehearsal.data().size(Split.TRAIN);
        if ((long) count * size > available && available > 0) {
            rehearsal.warning(place, Sample.shortage(count, size, available));
        }
        throw new Unforeseeable();
    }

    @Override
    public Tensors gradients(Objective objective, Batch batch) {
        throw new Unforeseeable();
    }

    @Override
    public void forward(Batch batch, Tap tap) {
        throw new Unforeseeable();
    }

    @Override
    public Objective taskLoss() {
        throw new Unforeseeable();
    }

    @Override
    public double validation(String metric) {
        throw new Unforeseeable();
    }

    @Override
    public double validation(Metric metric) {
        throw new Unforeseeable();
    }

    /**
     * An optimizer that has made no step remembers nothing, so that all that is asked for would be zero. Which masks or
     * layers there are does not matter for that: it is a problem whatever was skipped before.
     */
    @Override
    public INDArray optimizerState(ParamId id, String slot) {
        Optimizer optimizer =
                rehearsal.optimizers().get(rehearsal.live().memory().owner());
        if (optimizer == null) {
            rehearsal.problem(
                    place,
                    "what an optimizer keeps ('" + slot
                            + "') is asked for, but at this place it keeps nothing: nothing was trained, or it"
                            + " forgot in a rewind. Train before, or let the rewind bring 'optimizer' back");
        } else if (!optimizer.slots().contains(slot)) {
            rehearsal.problem(place, OptimizerMemory.lacks(slot, optimizer.slots()));
        }
        throw new Unforeseeable();
    }

    @Override
    public <T> T withWeights(UnaryOperator<Tensors> replacement, Supplier<T> body) {
        throw new Unforeseeable();
    }

    @Override
    public RandomGenerator random() {
        throw new Unforeseeable();
    }
}
