package org.espalier.plugins.alds;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.LayerView;
import org.espalier.api.score.Scoring;

/**
 * Tucker-2: a convolution becomes a 1×1 convolution to fewer channels, one with the kernel between few channels, and a 1×1
 * convolution to the filters (Kim et al. 2016, section 2.2), by the higher-order singular value decomposition along filters and
 * channels. The error is {@code ‖W − Ŵ‖_F / ‖W‖_F}.
 *
 * <p>Departures: Kim et al. choose ranks by variational Bayesian matrix factorization; here a solver picks from all that are offered.
 * They leave the channels of the first convolution whole, and factor dense layers too; here convolutions are factored along both axes,
 * and dense layers are left to {@code svd}.
 *
 * <p>Offered are the pairs of ranks that keep the singular values of both axes above a common bound; where prices are measured,
 * a dozen of those, with ranks rounded up to {@link Offers#ranks} of their axis. Dense layers and 1×1 convolutions are matrices, and
 * left alone.
 */
public record Tucker() implements Decomposition {
    private static final String OUT = "rank-out";
    private static final String IN = "rank-in";
    private static final Pair ONE = Pair.of(1);

    /** A kernel and the eigenvectors, as rows, of both axes' Gram matrices, with the singular values that belong to them. */
    private record Axes(Kernel kernel, Eigen out, Eigen in) {
        static Axes of(Kernel kernel) {
            Matrix byOutput = Folding.ENCODE.fold(kernel);
            Matrix byInput = Folding.DECODE.fold(kernel);
            return new Axes(kernel, Eigen.of(byOutput.gramOfRows()), Eigen.of(byInput.gramOfColumns()));
        }

        /** Returns the kernel seen by the leading vectors of both axes, {@code [out · height · width, in]}. */
        Matrix core(int ranksOut, int ranksIn) {
            Matrix fewerIn =
                    Folding.DECODE.fold(kernel).timesTransposed(in.vectors().rows(0, ranksIn));
            int area = kernel.height() * kernel.width();
            Matrix flat = new Matrix(kernel.out(), area * ranksIn, fewerIn.values());
            Matrix fewerOut = out.vectors().rows(0, ranksOut).times(flat);
            return new Matrix(ranksOut * area, ranksIn, fewerOut.values());
        }
    }

    @Override
    public String measure() {
        return ErrorMeasure.FROBENIUS.words();
    }

    @Override
    public List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring) {
        if (!Kernel.isSpatial(layer) || !(layer.spec() instanceof Convolution conv)) {
            return List.of();
        }
        Axes axes = Axes.of(Kernel.of(layer, scoring.network()));
        var offers = new Offers(layer, cost, scoring.network());
        var family = new ArrayList<Choice>();
        double[][] kept = keptEnergies(axes);
        double all = kept[axes.kernel.out()][axes.kernel.in()];
        for (Map<String, Integer> ranks : offers.some(pairs(axes, offers))) {
            int out = ranks.getOrDefault(OUT, 1);
            int in = ranks.getOrDefault(IN, 1);
            double price = offers.price(specs(conv, out, in));
            if (offers.isFarTooDear(price)) {
                break;
            }
            double lost = all == 0 ? 0 : Math.sqrt(Math.max(0, 1 - kept[out][in] / all));
            family.add(new RankChoice("tucker", ranks, price, lost));
        }
        offers.add(family);
        return offers.all();
    }

    /** Returns pairs of ranks, of which each has none smaller than the one before; equal values are taken from both axes alike. */
    private static List<Map<String, Integer>> pairs(Axes axes, Offers offers) {
        double[] outs = axes.out.values();
        double[] ins = axes.in.values();
        int[] ranksOut = offers.ranks(1, outs.length);
        int[] ranksIn = offers.ranks(1, ins.length);
        var pairs = new LinkedHashSet<Map<String, Integer>>();
        int out = 1;
        int in = 1;
        for (int i = outs.length + ins.length; i > 1; i--) {
            pairs.add(knobs(up(out, ranksOut), up(in, ranksIn)));
            if (isNextOut(outs, out, ins, in)) {
                out++;
            } else {
                in++;
            }
        }
        return List.copyOf(pairs);
    }

    /** Returns whether the next largest value is one of the outputs'; of equal ones, whether those are behind. */
    private static boolean isNextOut(double[] outs, int out, double[] ins, int in) {
        if (out == outs.length || in == ins.length) {
            return in == ins.length;
        }
        return outs[out] > ins[in] || (outs[out] == ins[in] && (long) out * ins.length <= (long) in * outs.length);
    }

    /** Returns the first of some rising ranks that is not below a rank; the rank itself where all are. */
    private static int up(int rank, int[] rising) {
        return IntStream.of(rising).filter(other -> other >= rank).findFirst().orElse(rank);
    }

    /** Returns the sum of squares of the core for every pair of ranks. */
    private static double[][] keptEnergies(Axes axes) {
        int area = axes.kernel.height() * axes.kernel.width();
        Matrix core = axes.core(axes.kernel.out(), axes.kernel.in());
        double[][] kept = new double[axes.kernel.out() + 1][axes.kernel.in() + 1];
        for (int out = 1; out < kept.length; out++) {
            for (int in = 1; in < kept[0].length; in++) {
                double here = 0;
                for (int p = 0; p < area; p++) {
                    double value = core.get((out - 1) * area + p, in - 1);
                    here += value * value;
                }
                kept[out][in] = here + kept[out - 1][in] + kept[out][in - 1] - kept[out - 1][in - 1];
            }
        }
        return kept;
    }

    @Override
    public String whyNoChoices(LayerView layer) {
        return Kernel.has(layer) ? "it has no kernel larger than 1x1" : Kernel.whyNot(layer);
    }

    @Override
    public Factorization factorize(LayerView layer, Choice choice, Scoring scoring) {
        int out = requireNonNull(choice.knobs().get(OUT), OUT);
        int in = requireNonNull(choice.knobs().get(IN), IN);
        Axes axes = Axes.of(Kernel.of(layer, scoring.network()));
        int area = axes.kernel.height() * axes.kernel.width();
        Matrix core = axes.core(out, in);
        float[] middle = new float[out * area * in];
        for (int row = 0; row < core.rows(); row++) {
            for (int column = 0; column < in; column++) {
                middle[(row / area * in + column) * area + row % area] = (float) core.get(row, column);
            }
        }
        return Pieces.chain(
                layer,
                scoring.network(),
                specs((Convolution) layer.spec(), out, in),
                List.of(
                        axes.in.vectors().rows(0, in).floats(),
                        middle,
                        axes.out.vectors().rows(0, out).transposed().floats()));
    }

    private static List<LayerSpec> specs(Convolution conv, int out, int in) {
        Pair none = Pair.of(0);
        return List.of(
                new Convolution(conv.in(), in, ONE, ONE, none, ONE, 1, false),
                new Convolution(in, out, conv.kernel(), conv.stride(), conv.padding(), conv.dilation(), 1, false),
                new Convolution(out, conv.out(), ONE, ONE, none, ONE, 1, conv.bias()));
    }

    private static Map<String, Integer> knobs(int out, int in) {
        var knobs = new LinkedHashMap<String, Integer>();
        knobs.put(OUT, out);
        knobs.put(IN, in);
        return knobs;
    }
}
