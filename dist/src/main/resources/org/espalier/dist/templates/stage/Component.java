package {{package}};

import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/** Multiplies all prunable weights by a factor; masks and biases stay. */
public record {{Class}}(@Knob(value = "the factor", otherwise = "0.9") double factor) implements Stage {
    @Override
    public void run(Workbench bench) {
        Tensors weights = Tensors.of(
                bench.network().prunable(), param -> bench.network().latent(param.id()).mul(factor));
        bench.setWeights(weights);
        bench.note("{{name}}.factor", factor);
        bench.say("multiplied " + weights.byId().size() + " arrays of weights by " + factor);
    }
}
