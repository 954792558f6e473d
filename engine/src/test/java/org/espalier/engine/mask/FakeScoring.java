package org.espalier.engine.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.State;
import org.espalier.api.model.Tensors;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.engine.mask.selection.ExactSelector;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A moment to judge at: parameters without layers, their weights, masks and one measurement. */
public record FakeScoring(
        List<ParamInfo> params, Tensors weights, MaskSet masks, Progress progress, Tensors measured, List<String> said)
        implements Scoring {
    public static FakeScoring of(List<ParamInfo> params) {
        return new FakeScoring(
                params, Tensors.none(), MaskSet.ones(params), Progress.DONE, Tensors.none(), new ArrayList<>());
    }

    public FakeScoring under(MaskSet other) {
        return new FakeScoring(params, weights, other, progress, measured, said);
    }

    FakeScoring at(Progress other) {
        return new FakeScoring(params, weights, masks, other, measured, said);
    }

    FakeScoring measuring(Tensors other) {
        return new FakeScoring(params, weights, masks, progress, other, said);
    }

    @Override
    public NetworkView network() {
        return new NetworkView() {
            @Override
            public List<LayerView> layers() {
                return List.of();
            }

            @Override
            public List<Long> inputShape() {
                return List.of();
            }

            @Override
            public List<ParamInfo> params() {
                return params;
            }

            @Override
            public INDArray latent(ParamId id) {
                return weights.get(id);
            }

            @Override
            public INDArray effective(ParamId id) {
                return weights.get(id);
            }

            @Override
            public Map<String, INDArray> extras(ParamId id) {
                return Map.of();
            }

            @Override
            public List<CouplingGroup> couplings() {
                return List.of();
            }
        };
    }

    @Override
    public RandomGenerator random() {
        return new Random(1);
    }

    @Override
    public State state() {
        return State.empty();
    }

    @Override
    public void say(String message) {
        said.add(message);
    }

    @Override
    public Selector selector() {
        return new ExactSelector();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T get(Evidence<T> evidence) {
        return (T) measured;
    }
}
