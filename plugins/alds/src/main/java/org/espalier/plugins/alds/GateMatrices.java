package org.espalier.plugins.alds;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.Axis;
import org.espalier.api.model.FactoredMatrix;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.score.Scoring;

/**
 * The matrices of a recurrent layer's gates as truncated singular value decompositions. For one layer only such choices make sense in
 * which no matrix could have a smaller rank within the layer's worst error, so there is one choice for each error that a matrix can
 * have; a matrix whose factors would be no smaller stays as it is. A matrix that is factored already is read as the product, and
 * offered smaller ranks.
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

    /**
     * Returns a choice for each error, from cheap to dear, and the layer as it is; empty for layers that are not recurrent, and where
     * prices are measured.
     */
    static List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring, ErrorMeasure measure) {
        if (cost.isMeasured() || !isRecurrent(layer)) {
            return List.of();
        }
        var offers = new Offers(layer, cost, scoring.network());
        var errors = new LinkedHashMap<Gate, double[]>();
        Gate.of(layer, scoring.network()).forEach(gate -> errors.put(gate, gate.errors(measure)));
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

    static boolean isRecurrent(LayerView layer) {
        return layer.spec() instanceof LayerSpec.Other other
                && other.attributes().get("steps") != null
                && layer.params().stream().anyMatch(ParamInfo::prunable);
    }

    /** Returns the smallest ranks within an error; without those matrices that are better off as they are. */
    private static Map<String, Integer> ranks(Map<Gate, double[]> errors, double level) {
        var ranks = new TreeMap<String, Integer>();
        errors.forEach((gate, own) -> {
            int rank = 1;
            while (own[rank - 1] > level) {
                rank++;
            }
            if (gate.pays(rank)) {
                ranks.put(gate.id().name(), rank);
            }
        });
        return ranks;
    }

    private static double error(Map<Gate, double[]> errors, Map<String, Integer> ranks) {
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
        List<ParamInfo> params =
                layer.params().stream().flatMap(info -> factored(info, longs)).toList();
        LayerSpec spec = ((LayerSpec.Other) layer.spec()).factoring(longs);
        return new LayerView(layer.id(), spec, params, layer.inputs(), layer.outputShape());
    }

    /** Returns what becomes of a parameter: two of a matrix, one of another rank of a factor. */
    private static Stream<ParamInfo> factored(ParamInfo info, Map<String, Long> ranks) {
        String name = info.id().name();
        Long rank = ranks.get(name);
        if (rank != null) {
            return Stream.of(
                    factor(info, name + FactoredMatrix.LEFT, info.shape().get(0), rank),
                    factor(info, name + FactoredMatrix.RIGHT, rank, info.rowSize()));
        }
        for (Map.Entry<String, Long> entry : ranks.entrySet()) {
            if (name.equals(entry.getKey() + FactoredMatrix.LEFT)) {
                return Stream.of(factor(info, name, info.shape().get(0), entry.getValue()));
            }
            if (name.equals(entry.getKey() + FactoredMatrix.RIGHT)) {
                return Stream.of(factor(info, name, entry.getValue(), info.rowSize()));
            }
        }
        return Stream.of(info);
    }

    private static ParamInfo factor(ParamInfo info, String name, long rows, long columns) {
        return new ParamInfo(
                new ParamId(info.id().layer(), name), List.of(rows, columns), List.of(Axis.OUT, Axis.IN), true);
    }

    static Factorization factorize(LayerView layer, Choice choice, Scoring scoring) {
        var factors = new HashMap<ParamId, Factorization.Factors>();
        for (Gate gate : Gate.of(layer, scoring.network())) {
            Integer rank = choice.knobs().get(gate.id().name());
            if (rank != null) {
                Factors own = gate.factors(rank);
                factors.put(
                        gate.id(),
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
}
