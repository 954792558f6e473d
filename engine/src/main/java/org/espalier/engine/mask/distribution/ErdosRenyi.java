package org.espalier.engine.mask.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Scope;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.score.Scoring;

/** Splits a target so that densities are proportional to raw ones, none above 1, as RigL's reference code does. */
final class ErdosRenyi {
    private ErdosRenyi() {}

    /** Returns the sum of a parameter's dimensions over their product. */
    static double dimensions(ParamInfo info) {
        return (double) info.shape().stream().mapToLong(Long::longValue).sum() / info.size();
    }

    /** Returns {@code (in + out) / (in · out)}. */
    static double features(ParamInfo info) {
        double in = info.along(Axis.IN);
        double out = info.along(Axis.OUT);
        return (in + out) / (in * out);
    }

    static Allocation allocate(
            Target target,
            List<Bundle> bundles,
            Scoring scoring,
            List<String> except,
            ToDoubleFunction<ParamInfo> raw) {
        List<Bundle> whole = Shares.matching(except, bundles);
        List<Bundle> shared =
                bundles.stream().filter(bundle -> !whole.contains(bundle)).toList();
        double[] densities = densities(
                target.density(shared, scoring.masks()),
                shared.stream()
                        .mapToDouble(bundle -> raw.applyAsDouble(onlyParam(bundle, scoring)))
                        .toArray(),
                shared.stream().mapToLong(Bundle::units).toArray());
        List<Scope> scopes = new ArrayList<>();
        for (Bundle bundle : bundles) {
            int at = shared.indexOf(bundle);
            scopes.add(
                    at < 0 ? Shares.whole(bundle) : Shares.alone(bundle, Shares.kept(densities[at], bundle.units())));
        }
        return new Allocation(scopes);
    }

    /**
     * Returns densities {@code min(1, ε · raw)} with the ε that meets the target.
     *
     * @param density units kept over all units
     * @param raw what densities are proportional to
     * @param units units of each layer
     */
    static double[] densities(double density, double[] raw, long[] units) {
        boolean[] dense = new boolean[raw.length];
        while (true) {
            double ones = 0;
            double weighted = 0;
            double highest = 0;
            for (int i = 0; i < raw.length; i++) {
                double zeros = units[i] - Shares.kept(density, units[i]);
                ones += dense[i] ? -zeros : units[i] - zeros;
                weighted += dense[i] ? 0 : raw[i] * units[i];
                highest = dense[i] ? highest : Math.max(highest, raw[i]);
            }
            double epsilon = weighted == 0 ? 0 : Math.max(0, ones / weighted);
            if (epsilon * highest <= 1) {
                return scaled(epsilon, raw, dense);
            }
            for (int i = 0; i < raw.length; i++) {
                dense[i] |= raw[i] == highest;
            }
        }
    }

    private static double[] scaled(double epsilon, double[] raw, boolean[] dense) {
        double[] densities = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
            densities[i] = dense[i] ? 1 : epsilon * raw[i];
        }
        return densities;
    }

    private static ParamInfo onlyParam(Bundle bundle, Scoring scoring) {
        if (bundle.params().size() != 1) {
            throw new IllegalArgumentException("Erdős-Rényi densities follow from one parameter's shape, but '"
                    + bundle.name() + "' lies in " + bundle.params());
        }
        return scoring.network().param(bundle.params().get(0));
    }
}
