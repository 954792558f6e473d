package org.espalier.api.model;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Channels that can only be removed together, wherever they appear.
 *
 * <p>One weight may be a member by both of its axes, so groups cover parameters and do not partition them.
 *
 * @param name what the group is called in reports: the layer that produces the channels
 * @param channels how many channels there are
 * @param members every place where they appear
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record CouplingGroup(String name, long channels, List<Member> members) {
    public CouplingGroup {
        requireNonNull(name, "name is null");
        members = List.copyOf(members);
    }

    /**
     * One appearance of the group's channels.
     *
     * @param param the parameter
     * @param axis the axis along which the channels lie
     * @param offset where channel 0 starts on that axis (not 0 behind a concatenation)
     * @param repeat how many neighbouring positions one channel takes (more than 1 behind a flattening)
     */
    public record Member(ParamId param, Axis axis, long offset, long repeat) {
        public Member {
            requireNonNull(param, "param is null");
            requireNonNull(axis, "axis is null");
        }
    }
}
