package {{package}};

import java.util.List;
import org.espalier.api.budget.Budget;
import org.espalier.api.budget.CostModel;
import org.espalier.api.budget.Timer;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;

/** So many kilobytes for the parameters of the layers. */
public record {{Class}}(
        @Knob(value = "the kilobytes that may be spent, above 0") double kilobytes,
        @Knob(value = "bytes that one parameter takes, at least 1", otherwise = "4") int bytes) implements Budget {
    public {{Class}} {
        if (!(kilobytes > 0) || bytes < 1) {
            throw new IllegalArgumentException(
                    "kilobytes must be above 0 and bytes at least 1, but they are " + kilobytes + " and " + bytes);
        }
    }

    @Override
    public String unit() {
        return "kB";
    }

    @Override
    public CostModel cost(Timer timer) {
        return (inputShape, chain) -> parameters(chain) * bytes / 1000.0;
    }

    /** A budget that is a share of the whole multiplies it; this one says how much there may be. */
    @Override
    public double limit(double whole) {
        return kilobytes;
    }

    private static long parameters(List<LayerView> chain) {
        return chain.stream().flatMap(layer -> layer.params().stream()).mapToLong(ParamInfo::size).sum();
    }
}
