package org.espalier.plugins.magnitude;

import java.util.List;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Axis;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.CouplingGroup.Member;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;

/** The neurons, or filters, whose weights lie in the members of one coupling group. */
record Channels(CouplingGroup group, NetworkView network) {
    /** Returns masks without the weights of channels that nothing flows into, or out of. */
    MaskSet withoutTheDead(MaskSet masks) {
        boolean[] fed = living(Axis.OUT, masks);
        boolean[] read = living(Axis.IN, masks);
        MaskSet result = masks;
        for (Member member : masked(masks)) {
            ParamInfo info = network.param(member.param());
            Mask before = result.get(member.param());
            result = result.with(member.param(), Mask.of(before.shape(), element -> {
                int channel = channel(member, info, element);
                return before.get(element) && (channel < 0 || (fed[channel] && read[channel]));
            }));
        }
        return result;
    }

    /** Returns which channels have a living weight on an axis: those that make a channel lie on OUT, its readers on IN. */
    private boolean[] living(Axis axis, MaskSet masks) {
        boolean[] living = new boolean[(int) group.channels()];
        for (Member member : masked(masks)) {
            if (member.axis() == axis) {
                ParamInfo info = network.param(member.param());
                masks.get(member.param()).forEachAlive(element -> {
                    int channel = channel(member, info, element);
                    if (channel >= 0) {
                        living[channel] = true;
                    }
                });
            }
        }
        return living;
    }

    private List<Member> masked(MaskSet masks) {
        return group.members().stream()
                .filter(member -> masks.byId().containsKey(member.param()))
                .toList();
    }

    /** Returns the channel that an element belongs to, or -1 for the channels of other groups on the same axis. */
    private int channel(Member member, ParamInfo info, long element) {
        int axis = info.axes().indexOf(member.axis());
        long behind = 1;
        for (int i = axis + 1; i < info.shape().size(); i++) {
            behind *= info.shape().get(i);
        }
        long place = element / behind % info.shape().get(axis) - member.offset();
        return place >= 0 && place < group.channels() * member.repeat() ? (int) (place / member.repeat()) : -1;
    }
}
