package org.espalier.plugins.alds;

import java.util.List;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Plugin;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.api.plugin.Spi;

/**
 * Offers low-rank compression within one budget for all layers.
 *
 * <p>Departure: the preset {@code spatial-svd} finds columns and rows by singular value decomposition, which is the best for the weights
 * in the Frobenius norm; Jaderberg et al. 2014 search for them by numerical optimization.
 */
public final class AldsPlugin implements Plugin {
    @Override
    public Descriptor descriptor() {
        return new Descriptor("alds", "0.1.0", Spi.VERSION);
    }

    @Override
    public List<Provider<?>> providers() {
        return List.of(
                Provider.of(
                        Decomposition.class, "alds", "groups of channels, each a product of two factors", Alds.class),
                Provider.of(Decomposition.class, "pca", "outputs projected on their principal components", Pca.class),
                Provider.of(
                        Decomposition.class,
                        "tucker",
                        "fewer channels, a small kernel, back to the filters",
                        Tucker.class),
                Provider.of(Decomposition.class, "cp", "channels, a kernel in each by itself, filters", Cp.class),
                Provider.of(
                        Decomposition.class,
                        "sensitivity",
                        "truncated singular value decomposition, judged by the validation loss",
                        Sensitivity.class),
                Provider.of(
                        BudgetSolver.class,
                        "min-max",
                        "the smallest worst error that the budget allows, exactly",
                        MinMax.class),
                Provider.of(
                        BudgetSolver.class,
                        "alternating",
                        "the paper's search for a small worst error, from several starts",
                        Alternating.class),
                Provider.of(BudgetSolver.class, "uniform", "the same share of every rank", Uniform.class),
                Provider.of(BudgetSolver.class, "l-rank", "a small sum of errors, by one price for all", LRank.class));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        Decomposition.class,
                        "svd",
                        "a product of two factors by truncated singular value decomposition",
                        "{ alds: { subsets: [1] } }"),
                new Preset(
                        Decomposition.class,
                        "spatial-svd",
                        "a column of the kernel, then a row, or the other way around (Jaderberg et al. 2014)",
                        "{ alds: { subsets: [1], schemes: [split1, split2] } }"),
                new Preset(
                        Decomposition.class,
                        "svd-energy",
                        "truncated singular value decomposition, judged by the energy that is lost",
                        "{ alds: { subsets: [1], error: frobenius } }"),
                new Preset(
                        Decomposition.class,
                        "svd-loss",
                        "truncated singular value decomposition, judged by what is lost in absolute terms, for l-rank",
                        "{ alds: { subsets: [1], error: energy } }"));
    }
}
