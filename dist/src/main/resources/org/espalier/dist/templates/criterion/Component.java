package {{package}};

import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Scoring;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Scores weights by how near their size is to a given one: the nearest are kept longest. */
public record {{Class}}(
        @Knob(value = "the size that is kept longest", otherwise = "0.05") double size) implements Criterion {
    @Override
    public Tensors score(Scoring scoring) {
        return Tensors.of(scoring.network().prunable(), param -> {
            INDArray sizes = Transforms.abs(scoring.network().latent(param.id()), true);
            return Transforms.abs(sizes.sub(size), true).neg();
        });
    }
}
