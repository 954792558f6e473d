package {{package}};

import java.util.List;
import org.espalier.api.budget.Redistribution;
import org.espalier.api.mask.Bundle;
import org.espalier.api.score.Scoring;

/** Grows as many weights in each layer as in any other, as far as there is room. */
public record {{Class}}() implements Redistribution {
    @Override
    public long[] shares(List<Bundle> bundles, long[] survivors, long[] removed, long grow, Scoring scoring) {
        long[] shares = new long[bundles.size()];
        long left = grow;
        int open = bundles.size();
        while (left > 0 && open > 0) {
            long part = Math.max(1, left / open);
            open = 0;
            for (int i = 0; i < shares.length; i++) {
                long room = bundles.get(i).units() - survivors[i] - shares[i];
                long more = Math.min(Math.min(part, room), left);
                shares[i] += more;
                left -= more;
                open += room > more ? 1 : 0;
            }
        }
        return shares;
    }
}
