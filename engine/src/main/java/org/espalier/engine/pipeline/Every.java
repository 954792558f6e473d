package org.espalier.engine.pipeline;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Cadence;
import org.espalier.api.schedule.Cadence.Unit;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;
import org.espalier.engine.text.Phrases;

/** How often something is done during a training, and in which part of it. */
public record Every(
        @Knob(value = "distance in steps", otherwise = "0") @PositiveOrZero
        long steps,

        @Knob(value = "distance in epochs; fractions are allowed", otherwise = "0") @PositiveOrZero
        double epochs,

        @Knob(
                value = "where it begins, as a share of the training; 0 for one distance after its start",
                otherwise = "0")
        @DecimalMin("0")
        @DecimalMax("1")
        double from,

        @Knob(value = "where it ends, as a share of the training", otherwise = "1") @DecimalMin("0") @DecimalMax("1")
        double until,

        @Knob(
                value = "where the distance doubles, as rising shares of the training: [0.125, 0.4, 0.7] goes from 100"
                        + " steps to 200, 400 and 800",
                otherwise = "[]")
        List<@DecimalMin("0") @DecimalMax("1") Double> doublings,

        @Knob(value = "the chance of letting a due moment pass, on its way from 0 to 1", otherwise = "constant")
        Schedule skipping) {
    public Every {
        doublings = List.copyOf(doublings);
        if (!doublings.stream().sorted().toList().equals(doublings)) {
            throw new IllegalArgumentException("'doublings' must rise but are " + doublings);
        }
        if (steps > 0 == epochs > 0) {
            throw new IllegalArgumentException("give the distance either in steps or in epochs, above 0");
        }
        if (until < from) {
            throw new IllegalArgumentException("until (" + until + ") lies before from (" + from + ")");
        }
    }

    /** Returns why a training has none of these moments; empty when it has some, or when nothing was to be done in it. */
    String whyNever(Progress training) {
        Cadence cadence = over(training);
        if (until == 0 || cadence.start() <= training.steps()) {
            return "";
        }
        return "'every: { " + (steps > 0 ? "steps: " + steps : "epochs: " + epochs)
                + (from == 0 ? "" : ", from: " + from) + (until == 1 ? "" : ", until: " + until)
                + " }' comes to no moment in a training of " + Phrases.counted(training.steps(), "step")
                + ", so masks do not change. Give a smaller distance, or more epochs";
    }

    /** Returns the moments of a training, counted in its steps; none where the first would lie behind the end. */
    Cadence over(Progress training) {
        double perEpoch = training.epochs() == 0 ? 1 : training.steps() / training.epochs();
        long distance = steps > 0 ? steps : Math.max(1, Math.round(epochs * perEpoch));
        long start = from == 0 ? distance : Math.max(1, Math.round(from * training.steps()));
        long end = Math.round(until * training.steps());
        long never = training.steps() + 1;
        if (start > end) {
            return new Cadence(never, never, distance, Unit.STEPS, skipping);
        }
        List<Long> doubled = doublings.stream()
                .map(share -> Math.round(share * training.steps()))
                .toList();
        return new Cadence(start, end, distance, doubled, Unit.STEPS, skipping);
    }
}
