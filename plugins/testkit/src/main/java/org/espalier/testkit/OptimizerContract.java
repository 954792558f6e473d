package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;
import org.espalier.api.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What every {@link Optimizer} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface OptimizerContract {
    /** Returns the optimizer under test, with a learning rate of at most 0.1; each call an equal one. */
    Optimizer optimizer();

    /** Following the gradient leads down a convex bowl, {@code ½ Σ a (w − t)²} with curvatures up to 1. */
    @Test
    default void optimizerLowersAConvexBowl() {
        INDArray curvature = Nd4j.createFromArray(1f, 0.5f, 0.2f, 0.1f);
        INDArray target = Nd4j.createFromArray(1f, -2f, 0.5f, 3f);
        INDArray weight = Nd4j.zeros(4);
        Map<String, INDArray> slots = optimizerSlots(4);
        double first = bowl(weight, target, curvature);
        double before = first;
        for (int step = 1; step <= 200; step++) {
            INDArray gradient = weight.sub(target).mul(curvature);
            optimizer().update(weight, gradient, slots, optimizer().learningRate(), step, false);
            double now = bowl(weight, target, curvature);
            if (step == 1) {
                assertThat(now).as("loss after one step").isLessThan(first);
            }
            before = now;
        }
        assertThat(before).as("loss after 200 steps").isLessThan(first);
    }

    /** The gradient is read, not used as a scratch pad. */
    @Test
    default void optimizerLeavesTheGradientAlone() {
        INDArray weight = Seeded.gaussian("weight", 3, 4);
        INDArray gradient = Seeded.gaussian("gradient", 3, 4);
        Untouched untouched = new Untouched().and("the gradient", gradient);
        Map<String, INDArray> slots = optimizerSlots(3, 4);
        for (int step = 1; step <= 3; step++) {
            optimizer().update(weight, gradient, slots, 0.01, step, true);
        }
        untouched.verify();
    }

    /** Without gradient, memory and decay nothing moves: masked weights rely on it. */
    @Test
    default void optimizerMovesNothingWithoutACause() {
        INDArray weight = Seeded.gaussian("weight", 3, 4);
        Untouched untouched = new Untouched().and("the weight", weight);
        Map<String, INDArray> slots = optimizerSlots(3, 4);
        for (int step = 1; step <= 3; step++) {
            optimizer().update(weight, Nd4j.zeros(3, 4), slots, 0.1, step, false);
        }
        untouched.verify();
        slots.forEach((name, slot) -> assertThat(slot.normmaxNumber().doubleValue())
                .as("slot '%s'", name)
                .isZero());
    }

    /** A weight that is zero and has no gradient stays zero, also under decay. */
    @Test
    default void optimizerLeavesZeroesAtZero() {
        INDArray weight = Nd4j.zeros(5);
        Map<String, INDArray> slots = optimizerSlots(5);
        for (int step = 1; step <= 3; step++) {
            optimizer().update(weight, Nd4j.zeros(5), slots, 0.1, step, true);
        }
        assertThat(Untouched.values(weight)).containsOnly(0);
    }

    /** Same beginnings, same ends; what it remembers is in its slots and nowhere else. */
    @Test
    default void optimizerRemembersInItsSlotsOnly() {
        assertThat(optimizerWalk()).isEqualTo(optimizerWalk());
    }

    /** Slots have names of their own, and their arrays are moved in place. */
    @Test
    default void optimizerNamesItsSlots() {
        assertThat(optimizer().slots()).doesNotHaveDuplicates().noneMatch(String::isBlank);
        assertThat(optimizer().learningRate()).isPositive();
        Map<String, INDArray> slots = optimizerSlots(5);
        optimizer().update(Nd4j.zeros(5), Nd4j.ones(5), slots, 0.1, 1, false);
        slots.forEach((name, slot) -> assertThat(slot.normmaxNumber().doubleValue())
                .as("slot '%s' after a step along a gradient", name)
                .isPositive());
    }

    /** An optimizer that counts steps for each element adds one to the count at each step, and goes by it. */
    @Test
    default void optimizerCountsStepsWhereItSaysSo() {
        if (!optimizer().countsSteps()) {
            return;
        }
        INDArray counted = Seeded.gaussian("weight", 6);
        INDArray plain = counted.dup();
        Map<String, INDArray> slots = optimizerSlots(6);
        Map<String, INDArray> without = optimizerSlots(6);
        INDArray steps = Nd4j.zeros(6);
        slots.put(Optimizer.STEPS, steps);
        for (int step = 1; step <= 5; step++) {
            INDArray gradient = Seeded.gaussian("gradient" + step, 6);
            // Its count by itself is 100 steps further, which elements of their own count must not notice.
            optimizer().update(counted, gradient, slots, 0.01, step + 100, false);
            optimizer().update(plain, gradient, without, 0.01, step, false);
            assertThat(Untouched.values(steps)).as("steps of each element").containsOnly(step);
        }
        assertThat(Untouched.values(counted))
                .as("weights by steps of their own")
                .containsExactly(Untouched.values(plain), within(1e-5f));
    }

    private float[] optimizerWalk() {
        Optimizer one = optimizer();
        INDArray weight = Seeded.gaussian("weight", 6);
        Map<String, INDArray> slots = optimizerSlots(6);
        for (int step = 1; step <= 10; step++) {
            one.update(weight, Seeded.gaussian("gradient" + step, 6), slots, 0.01, step, true);
        }
        return Untouched.values(weight);
    }

    private Map<String, INDArray> optimizerSlots(long... shape) {
        var slots = new LinkedHashMap<String, INDArray>();
        optimizer().slots().forEach(name -> slots.put(name, Nd4j.zeros(shape)));
        return slots;
    }

    private static double bowl(INDArray weight, INDArray target, INDArray curvature) {
        float[] w = Untouched.values(weight);
        float[] t = Untouched.values(target);
        float[] a = Untouched.values(curvature);
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            sum += 0.5 * a[i] * (w[i] - t[i]) * (w[i] - t[i]);
        }
        return sum;
    }
}
