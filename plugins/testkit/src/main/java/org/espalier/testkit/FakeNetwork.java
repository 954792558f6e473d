package org.espalier.testkit;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apiguardian.api.API;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A small network that holds weights and does not run: enough for whatever judges weights. Immutable; the weights are
 * drawn from a seed that is the parameter's name, so that they are the same in every test.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class FakeNetwork implements NetworkView {
    private final List<LayerView> layers;
    private final List<Long> inputShape;
    private final List<CouplingGroup> couplings;
    private final Tensors latent;
    private final Tensors effective;
    private final Map<ParamId, Map<String, INDArray>> extras;

    FakeNetwork(List<LayerView> layers, List<Long> inputShape, List<CouplingGroup> couplings, Tensors latent) {
        this(layers, inputShape, couplings, latent, latent, Map.of());
    }

    private FakeNetwork(
            List<LayerView> layers,
            List<Long> inputShape,
            List<CouplingGroup> couplings,
            Tensors latent,
            Tensors effective,
            Map<ParamId, Map<String, INDArray>> extras) {
        this.layers = List.copyOf(layers);
        this.inputShape = List.copyOf(inputShape);
        this.couplings = List.copyOf(couplings);
        this.latent = latent;
        this.effective = effective;
        this.extras = Map.copyOf(extras);
    }

    /** Returns dense layers {@code fc1}, {@code fc2}, ... of 12-8-6-4 features with Relu between them. */
    public static FakeNetwork mlp() {
        return dense(12, 8, 6, 4);
    }

    /** Returns dense layers {@code fc1}, {@code fc2}, ... of these numbers of features with Relu between them. */
    public static FakeNetwork dense(long... widths) {
        var builder = new FakeNetworkBuilder(List.of(widths[0]));
        for (int i = 1; i < widths.length; i++) {
            builder.dense("fc" + i, widths[i]);
            if (i < widths.length - 1) {
                builder.relu("relu" + i);
            }
        }
        return builder.build();
    }

    /** Returns two dense layers {@code fc1} and {@code fc2} with Relu and {@code dropout1} between them. */
    public static FakeNetwork denseWithDropout(double ratio, long in, long hidden, long out) {
        return new FakeNetworkBuilder(List.of(in))
                .dense("fc1", hidden)
                .relu("relu1")
                .dropout("dropout1", ratio)
                .dense("fc2", out)
                .build();
    }

    /**
     * Returns a network for images of two channels, six by six: {@code conv1} with 4 filters and {@code conv2} with 6,
     * both three by three and padded, a pooling after the first, and {@code fc} with 5 outputs.
     */
    public static FakeNetwork convolutional() {
        return new FakeNetworkBuilder(List.of(2L, 6L, 6L))
                .convolution("conv1", 4, 3)
                .relu("relu1")
                .maxPool("pool1")
                .convolution("conv2", 6, 3)
                .relu("relu2")
                .flatten("flatten")
                .dense("fc", 5)
                .build();
    }

    /** Returns this network with one parameter's weights replaced. */
    public FakeNetwork with(ParamId id, float... values) {
        var arrays = new LinkedHashMap<>(latent.byId());
        arrays.put(id, Flat.array(values, param(id).shapeArray()));
        return with(new Tensors(arrays));
    }

    /** Returns this network with weights replaced, no masks; parameters that {@code weights} lacks stay. */
    public FakeNetwork with(Tensors weights) {
        var arrays = new LinkedHashMap<>(latent.byId());
        weights.byId().forEach((id, array) -> arrays.put(param(id).id(), array.dup('c')));
        var next = new Tensors(arrays);
        return new FakeNetwork(layers, inputShape, couplings, next, next, extras);
    }

    /** Returns this network running under masks: its effective weights are zero where a mask is. */
    public FakeNetwork masked(MaskSet masks) {
        Tensors running = Tensors.of(params(), info -> {
            INDArray weight = latent.get(info.id());
            return masks.byId().containsKey(info.id())
                    ? weight.mul(masks.get(info.id()).toArray())
                    : weight;
        });
        return new FakeNetwork(layers, inputShape, couplings, latent, running, extras);
    }

    /** Returns this network with extra arrays of a parameterization. */
    public FakeNetwork withExtras(ParamId id, Map<String, INDArray> arrays) {
        var next = new LinkedHashMap<>(extras);
        next.put(id, Map.copyOf(arrays));
        return new FakeNetwork(layers, inputShape, couplings, latent, effective, next);
    }

    /** Returns this network with one layer's description replaced; its parameters stay. */
    public FakeNetwork withLayer(LayerView layer) {
        List<LayerView> next = layers.stream()
                .map(old -> old.id().equals(layer.id()) ? layer : old)
                .toList();
        return new FakeNetwork(next, inputShape, couplings, latent, effective, extras);
    }

    /** Returns this network with its layers, and their parameters, the other way round: as no file would have it. */
    public FakeNetwork reversed() {
        var next = new ArrayList<>(layers);
        Collections.reverse(next);
        return new FakeNetwork(next, inputShape, couplings, latent, effective, extras);
    }

    /** Returns the latent weights of every parameter. */
    public Tensors weights() {
        return latent;
    }

    /** Returns masks under which every prunable weight is alive. */
    public MaskSet ones() {
        return MaskSet.ones(prunable());
    }

    /**
     * Returns masks under which about {@code density} of the prunable weights are alive, chosen by a seed.
     *
     * @param density in [0, 1]
     */
    public MaskSet someAlive(double density) {
        MaskSet masks = ones();
        for (ParamInfo info : prunable()) {
            var random = new SplittableRandom(info.id().toString().hashCode() * 31L + 7);
            masks = masks.with(info.id(), Mask.of(info.shape(), element -> random.nextDouble() < density));
        }
        return masks;
    }

    @Override
    public List<LayerView> layers() {
        return layers;
    }

    @Override
    public List<Long> inputShape() {
        return inputShape;
    }

    @Override
    public List<ParamInfo> params() {
        return layers.stream().flatMap(layer -> layer.params().stream()).toList();
    }

    @Override
    public INDArray latent(ParamId id) {
        return latent.get(id);
    }

    @Override
    public INDArray effective(ParamId id) {
        return effective.get(id);
    }

    @Override
    public Map<String, INDArray> extras(ParamId id) {
        return requireNonNull(extras.getOrDefault(id, Map.of()));
    }

    @Override
    public List<CouplingGroup> couplings() {
        return couplings;
    }
}
