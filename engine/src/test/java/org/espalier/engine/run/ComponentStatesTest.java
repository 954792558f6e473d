package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.model.State;
import org.junit.jupiter.api.Test;

final class ComponentStatesTest {
    private static final State ONE = State.empty().with("value", 1);

    @Test
    void roundsOfARepetitionShareWhatAComponentRemembers() {
        var states = new ComponentStates();
        states.put("repeat[1]/train/with[1]", ONE);
        assertThat(states.get("repeat[2]/train/with[1]")).isEqualTo(ONE);
    }

    @Test
    void hooksOfOneTrainingRememberApart() {
        var states = new ComponentStates();
        states.put("repeat[1]/train/with[1]", ONE);
        assertThat(states.get("repeat[1]/train/with[2]")).isEqualTo(State.empty());
    }

    @Test
    void aPartFindsWhatItKnewForAsLongAsAScoringLasts() {
        var states = new ComponentStates();
        ComponentStates.Parts first = states.parts("repeat[1]/prune");
        first.put("criterion", ONE);
        assertThat(first.before("criterion")).isEqualTo(State.empty());
        ComponentStates.Parts second = states.parts("repeat[2]/prune");
        assertThat(second.before("criterion")).isEqualTo(ONE);
        assertThat(second.before("another")).isEqualTo(State.empty());
        assertThat(states.parts("prune-2").before("criterion")).isEqualTo(State.empty());
        assertThat(states.get("repeat[1]/prune")).as("the component's own").isEqualTo(State.empty());
    }
}
