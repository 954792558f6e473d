package org.espalier.plugins.magnitude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.stage.Stage;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeWorkbench;
import org.espalier.testkit.StageContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RescaleDropoutTest implements StageContract {
    private static final ParamId FIRST = ParamId.of("fc1", "weight");
    private static final ParamId SECOND = ParamId.of("fc2", "weight");

    @Override
    public Stage stage() {
        return new RescaleDropout();
    }

    @Override
    public List<FakeNetwork> stageNetworks() {
        return List.of(FakeNetwork.mlp(), FakeNetwork.denseWithDropout(0.5, 8, 8, 8));
    }

    @Test
    void scalesWithTheRootOfTheConnectionsThatAreLeft(@TempDir Path directory) {
        FakeWorkbench bench = FakeWorkbench.of(FakeNetwork.denseWithDropout(0.5, 8, 8, 8), directory);
        keep(bench, FIRST, 16);
        keep(bench, SECOND, 1);
        new RescaleDropout().run(bench);
        // A quarter of the 64 connections that feed the dropout is left; those that read it do not count.
        assertThat(ratio(bench)).isCloseTo(0.25, within(1e-12));
    }

    /** Nothing that one stage remembers is there for the next. */
    @Test
    void startsFromTheOriginalRatioEveryTime(@TempDir Path directory) {
        FakeWorkbench bench = FakeWorkbench.of(FakeNetwork.denseWithDropout(0.5, 8, 8, 8), directory);
        keep(bench, FIRST, 16);
        new RescaleDropout().run(bench);
        new RescaleDropout().run(bench);
        assertThat(ratio(bench)).isCloseTo(0.25, within(1e-12));
        keep(bench, FIRST, 4);
        new RescaleDropout().run(bench);
        assertThat(ratio(bench)).isCloseTo(0.125, within(1e-12));
    }

    /** Such as the gates of a recurrent layer. */
    @Test
    void countsAllMatricesOfALayer(@TempDir Path directory) {
        FakeNetwork network = FakeNetwork.denseWithDropout(0.5, 8, 8, 8);
        LayerView first = network.layers().get(0);
        var both = new ArrayList<>(first.params());
        both.add(network.param(SECOND));
        FakeNetwork gates =
                network.withLayer(new LayerView(first.id(), first.spec(), both, first.inputs(), first.outputShape()));
        FakeWorkbench bench = FakeWorkbench.of(gates, directory);
        keep(bench, FIRST, 16);
        keep(bench, SECOND, 0);
        new RescaleDropout().run(bench);
        // Of 128 connections 16 are left.
        assertThat(ratio(bench)).isCloseTo(0.5 * Math.sqrt(0.125), within(1e-12));
    }

    private static void keep(FakeWorkbench bench, ParamId id, int count) {
        Mask mask = Mask.of(bench.masks().get(id).shape(), element -> element < count);
        bench.commit(Revision.of(bench.masks().with(id, mask)));
    }

    private static double ratio(FakeWorkbench bench) {
        return bench.network().layers().stream()
                .map(layer -> layer.spec())
                .filter(spec -> spec.kind().equals("Dropout"))
                .map(spec -> (Double) ((LayerSpec.Other) spec).attributes().get("ratio"))
                .findFirst()
                .orElseThrow();
    }
}
