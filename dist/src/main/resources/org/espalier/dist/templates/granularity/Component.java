package {{package}};

import java.util.List;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Granularity;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Flat;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Keeps or drops runs of neighbouring weights together; the last run of an array may be shorter. */
public record {{Class}}(@Knob(value = "weights in a run, at least 1", otherwise = "4") int length) implements Granularity {
    public {{Class}} {
        if (length < 1) {
            throw new IllegalArgumentException("a run has at least 1 weight, but length was " + length);
        }
    }

    @Override
    public List<Bundle> bundles(NetworkView network) {
        return network.prunable().stream().<Bundle>map(param -> new Runs(param, length)).toList();
    }

    /** The runs of one array, in c order. */
    private record Runs(ParamInfo param, int length) implements Bundle {
        @Override
        public String name() {
            return param.id().toString();
        }

        @Override
        public long units() {
            return (param.size() + length - 1) / length;
        }

        @Override
        public List<ParamId> params() {
            return List.of(param.id());
        }

        /** A run's score is the sum of its weights' scores. */
        @Override
        public INDArray pool(Tensors elementScores) {
            float[] scores = Flat.copy(elementScores.get(param.id()));
            float[] pooled = new float[Math.toIntExact(units())];
            for (int i = 0; i < scores.length; i++) {
                pooled[i / length] += scores[i];
            }
            return Flat.array(pooled, pooled.length);
        }

        @Override
        public Mask alive(MaskSet masks) {
            boolean[] alive = new boolean[Math.toIntExact(units())];
            masks.get(param.id()).forEachAlive(i -> alive[(int) (i / length)] = true);
            return Mask.of(List.of(units()), unit -> alive[(int) unit]);
        }

        @Override
        public MaskSet expand(Mask kept, MaskSet into) {
            return into.with(param.id(), Mask.of(param.shape(), i -> kept.get(i / length)));
        }
    }
}
