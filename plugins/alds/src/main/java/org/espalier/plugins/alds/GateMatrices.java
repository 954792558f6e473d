package org.espalier.plugins.alds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.Axis;
import org.espalier.api.model.FactoredMatrix;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.score.Scoring;

/**
 * The matrices of a recurrent layer's gates as truncated singular value decompositions. For one layer only such choices make sense in
 * which no matrix could have a smaller rank within the layer's worst error, so there is one choice for each error that a matrix can
 * have; a matrix whose factors would be no smaller stays whole.
 *
 * <p>Where prices are measured there are no choices: a recurrent layer multiplies its factors out before it runs, so that they save
 * memory and never time, and what would be measured is noise.
 */
final class GateMatrices {
    private GateMatrices() {}

    /**
     * Some matrices in factors.
     *
     * @param knobs the rank of each matrix that is factored
     */
    private record Level(Map<String, Integer> knobs, double cost, double error) implements Choice {
        @Override
        public String label() {
            return knobs.toString();
        }

        @Override
        public String family() {
            return "gates";
        }
    }

    /** Returns a choice for each error, from cheap to dear, and the layer as it is; empty for layers that are not recurrent, and where prices are measured. */
    static List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring, ErrorMeasure measure) {
        List<ParamInfo> matrices = matrices(layer);
        if (matrices.isEmpty() || cost.isMeasured()) {
            return List.of();
        }
        var offers = new Offers(layer, cost, scoring.network());
        var errors = new LinkedHashMap<ParamInfo, double[]>();
        matrices.forEach(info -> errors.put(info, errors(layer, info, scoring, measure)));
        List<Level> levels = errors.values().stream()
                .flatMapToDouble(Arrays::stream)
                .filter(error -> error > 0)
                .boxed()
                .distinct()
                .sorted(Comparator.reverseOrder())
                .map(level -> ranks(errors, level))
                .filter(ranks -> !ranks.isEmpty())
                .distinct()
                .map(ranks -> new Level(ranks, offers.price(factored(layer, ranks)), error(errors, ranks)))
                .toList();
        offers.add(levels);
        return offers.all();
    }

    private static List<ParamInfo> matrices(LayerView layer) {
        boolean recurrent = layer.spec() instanceof LayerSpec.Other other
                && other.attributes().get("steps") != null
                && layer.factored().isEmpty();
        return recurrent ? layer.params().stream().filter(ParamInfo::prunable).toList() : List.of();
    }

    /** Returns the error of keeping 1, 2 and so on singular values. */
    private static double[] errors(LayerView layer, ParamInfo info, Scoring scoring, ErrorMeasure measure) {
        var subset = new Subset(new Subsets(matrix(layer, info, scoring), 1), 1);
        return IntStream.rangeClosed(1, subset.fullRank())
                .mapToDouble(rank -> measure.error(subset, rank))
                .toArray();
    }

    /** Returns the smallest ranks within an error; without those matrices that are better off whole. */
    private static Map<String, Integer> ranks(Map<ParamInfo, double[]> errors, double level) {
        var ranks = new TreeMap<String, Integer>();
        errors.forEach((info, own) -> {
            int rank = 1;
            while (own[rank - 1] > level) {
                rank++;
            }
            if (rank * (info.shape().get(0) + info.rowSize()) < info.size()) {
                ranks.put(info.id().name(), rank);
            }
        });
        return ranks;
    }

    private static double error(Map<ParamInfo, double[]> errors, Map<String, Integer> ranks) {
        return errors.entrySet().stream()
                .filter(entry -> ranks.containsKey(entry.getKey().id().name()))
                .mapToDouble(entry ->
                        entry.getValue()[ranks.getOrDefault(entry.getKey().id().name(), 1) - 1])
                .max()
                .orElse(0);
    }

    /** Returns the layer as it will be with some matrices in factors, to be priced. */
    private static LayerView factored(LayerView layer, Map<String, Integer> ranks) {
        var longs = new TreeMap<String, Long>();
        ranks.forEach((name, rank) -> longs.put(name, (long) rank));
        var params = new ArrayList<ParamInfo>();
        for (ParamInfo info : layer.params()) {
            Integer rank = ranks.get(info.id().name());
            if (rank == null) {
                params.add(info);
                continue;
            }
            LayerId id = layer.id();
            String name = info.id().name();
            List<Axis> axes = List.of(Axis.OUT, Axis.IN);
            params.add(new ParamInfo(
                    new ParamId(id, name + FactoredMatrix.LEFT),
                    List.of(info.shape().get(0), (long) rank),
                    axes,
                    true));
            params.add(new ParamInfo(
                    new ParamId(id, name + FactoredMatrix.RIGHT), List.of((long) rank, info.rowSize()), axes, true));
        }
        LayerSpec spec = ((LayerSpec.Other) layer.spec()).factoring(longs);
        return new LayerView(layer.id(), spec, params, layer.inputs(), layer.outputShape());
    }

    static Factorization factorize(LayerView layer, Choice choice, Scoring scoring) {
        var factors = new HashMap<ParamId, Factorization.Factors>();
        for (ParamInfo info : matrices(layer)) {
            Integer rank = choice.knobs().get(info.id().name());
            if (rank != null) {
                Factors own = Factors.of(new Subsets(matrix(layer, info, scoring), 1), 1, rank);
                factors.put(
                        info.id(),
                        new Factorization.Factors(
                                Flat.array(own.decoder().floats(), own.decoder().rows(), rank),
                                Flat.array(
                                        own.encoder().floats(),
                                        rank,
                                        own.encoder().columns())));
            }
        }
        return new Factorization.Products(factors);
    }

    private static Matrix matrix(LayerView layer, ParamInfo info, Scoring scoring) {
        float[] weights = Kernel.finite(layer, info.id(), scoring.network());
        double[] values = new double[weights.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = weights[i];
        }
        return new Matrix(Math.toIntExact(info.shape().get(0)), Math.toIntExact(info.rowSize()), values);
    }
}
