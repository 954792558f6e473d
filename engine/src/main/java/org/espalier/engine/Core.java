package org.espalier.engine;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.engine.data.DataComponents;
import org.espalier.engine.format.FormatComponents;
import org.espalier.engine.ledger.LedgerComponents;
import org.espalier.engine.mask.MaskComponents;
import org.espalier.engine.metric.MetricComponents;
import org.espalier.engine.network.NetworkComponents;
import org.espalier.engine.pipeline.PipelineComponents;
import org.espalier.engine.report.ReportComponents;
import org.espalier.engine.schedule.ScheduleComponents;

/** Everything that the engine itself offers: the plugin named {@code core}. */
final class Core {
    private Core() {}

    static List<Provider<?>> providers() {
        var providers = new ArrayList<Provider<?>>();
        providers.addAll(PipelineComponents.providers());
        providers.addAll(DataComponents.providers());
        providers.addAll(NetworkComponents.providers());
        providers.addAll(ScheduleComponents.providers());
        providers.addAll(MaskComponents.providers());
        providers.addAll(LedgerComponents.providers());
        providers.addAll(MetricComponents.providers());
        providers.addAll(FormatComponents.providers());
        providers.addAll(ReportComponents.providers());
        return providers;
    }

    static List<Preset> presets() {
        return MetricComponents.presets();
    }
}
