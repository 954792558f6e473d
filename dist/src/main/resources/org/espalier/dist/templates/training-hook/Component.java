package {{package}};

import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Keeps every gradient between minus a limit and the limit. What a hook remembers goes into the session, not into itself. */
public record {{Class}}(@Knob(value = "the limit, above 0", otherwise = "0.1") double limit) implements TrainingHook {
    public {{Class}} {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("the limit must be above 0 but was " + limit);
        }
    }

    @Override
    public boolean seesGradients() {
        return true;
    }

    @Override
    public Tensors gradientsComputed(Session session, Tensors gradients) {
        return gradients.map(gradient -> Transforms.max(Transforms.min(gradient, limit, true), -limit, false));
    }
}
