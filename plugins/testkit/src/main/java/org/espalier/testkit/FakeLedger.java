package org.espalier.testkit;

import java.util.List;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.report.Ledger;

/** Counts of a fake network: parameters exactly, FLOPs as two a weight and position. */
final class FakeLedger {
    private FakeLedger() {}

    static Ledger of(FakeNetwork network, MaskSet masks) {
        List<Ledger.Line> lines = network.layers().stream()
                .filter(layer -> !layer.params().isEmpty())
                .map(layer -> line(layer, masks))
                .toList();
        return new Ledger("weights and biases; a multiplication and an addition are two FLOPs", lines);
    }

    private static Ledger.Line line(LayerView layer, MaskSet masks) {
        long parameters = layer.params().stream().mapToLong(ParamInfo::size).sum();
        long prunable = layer.params().stream()
                .filter(ParamInfo::prunable)
                .mapToLong(ParamInfo::size)
                .sum();
        long alive = layer.params().stream()
                .filter(ParamInfo::prunable)
                .mapToLong(info -> masks.get(info.id()).alive())
                .sum();
        long nonzero = parameters - prunable + alive;
        return new Ledger.Line(
                layer.id().path(),
                layer.spec().kind(),
                parameters,
                prunable,
                alive,
                nonzero,
                2 * prunable * layer.positions(),
                2 * alive * layer.positions());
    }
}
