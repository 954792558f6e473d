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
}
