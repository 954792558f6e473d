package {{package}};

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.ChainViews;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.score.Scoring;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Replaces a dense layer by two: the first passes some of the inputs on, those with the largest weights, and the second has the
 * weights of these. The error is the norm of the weights left out over that of all weights.
 */
public record {{Class}}() implements Decomposition {
    private record Pick(String label, Map<String, Integer> knobs, double cost, double error, String family)
            implements Choice {}

    @Override
    public List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring) {
        if (!(layer.spec() instanceof Dense dense) || dense.groups() != 1) {
            return List.of();
        }
        NetworkView network = scoring.network();
        List<Long> inputShape = network.inputShape(layer);
        double whole = cost.cost(inputShape, List.of(layer));
        var choices = new ArrayList<Choice>();
        choices.add(new Pick("unchanged", Map.of(), whole, 0, "unchanged"));
        double[] norms = squaredNorms(layer, network);
        double all = IntStream.range(0, norms.length).mapToDouble(i -> norms[i]).sum();
        double left = all;
        int inputs = 0;
        for (int next : strongest(norms)) {
            left -= norms[next];
            inputs++;
            double price = cost.cost(inputShape, ChainViews.of(layer, inputShape, layers(dense, inputs)));
            if (price < whole) {
                double error = all == 0 ? 0 : Math.sqrt(Math.max(0, left) / all);
                choices.add(new Pick(inputs + " inputs", Map.of("inputs", inputs), price, error, "inputs"));
            }
        }
        return choices;
    }

    @Override
    public Factorization factorize(LayerView layer, Choice choice, Scoring scoring) {
        NetworkView network = scoring.network();
        Dense dense = (Dense) layer.spec();
        int in = (int) dense.in();
        int out = (int) dense.out();
        int inputs = choice.knobs().get("inputs");
        int[] picked = strongest(squaredNorms(layer, network));
        float[] weight = Flat.copy(network.effective(layer.params().get(0).id()));
        float[] passing = new float[inputs * in];
        float[] weighing = new float[out * inputs];
        for (int i = 0; i < inputs; i++) {
            passing[i * in + picked[i]] = 1;
            for (int o = 0; o < out; o++) {
                weighing[o * inputs + i] = weight[o * in + picked[i]];
            }
        }
        var second = new HashMap<String, INDArray>();
        second.put("weight", Flat.array(weighing, out, inputs));
        if (dense.bias()) {
            second.put("bias", network.effective(layer.params().get(1).id()).dup('c'));
        }
        Map<String, INDArray> first = Map.of("weight", Flat.array(passing, inputs, in));
        return new Factorization.Chain(layers(dense, inputs), List.of(first, second));
    }

    private static List<LayerSpec> layers(Dense dense, long inputs) {
        return List.of(new Dense(dense.in(), inputs, 1, false), new Dense(inputs, dense.out(), 1, dense.bias()));
    }

    /** Returns the squared norm of each input's weights. */
    private static double[] squaredNorms(LayerView layer, NetworkView network) {
        float[] weight = Flat.copy(network.effective(layer.params().get(0).id()));
        double[] norms = new double[(int) ((Dense) layer.spec()).in()];
        for (int i = 0; i < weight.length; i++) {
            norms[i % norms.length] += (double) weight[i] * weight[i];
        }
        return norms;
    }

    private static int[] strongest(double[] norms) {
        return IntStream.range(0, norms.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -norms[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
