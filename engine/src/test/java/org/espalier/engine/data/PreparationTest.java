package org.espalier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSet.Normalisation;
import org.espalier.api.stage.Workbench.Split;
import org.espalier.engine.data.Preparation.Normalise;
import org.junit.jupiter.api.Test;

final class PreparationTest {
    private static final Normalisation OWN = new Normalisation(List.of(1.0), List.of(2.0));
    private static final DataSet DATA = new DataSet("fake", 10, FakeExamples.of(100), FakeExamples.of(50), OWN);

    @Test
    void usually() {
        PreparedData prepared = Preparation.USUAL.apply(DATA, 1);
        assertThat(prepared.examples(Split.TRAIN).size()).isEqualTo(90);
        assertThat(prepared.examples(Split.VALIDATION).size()).isEqualTo(10);
        assertThat(prepared.examples(Split.TEST).size()).isEqualTo(50);
        assertThat(prepared.normalisation()).isEqualTo(OWN);
        assertThat(prepared.shape()).containsExactly(2L);
        assertThat(prepared.training(32, 1).perEpoch()).isEqualTo(3);
        assertThat(prepared.evaluation(Split.TEST, 32).at(0, 0).inputs().getFloat(1, 0))
                .isEqualTo(0f);
        assertThat(prepared.evaluation(Split.TEST, 32).at(0, 0).inputs().getFloat(5, 0))
                .isEqualTo(2f);
    }

    @Test
    void limited() {
        PreparedData prepared =
                new Preparation(5, Normalise.NONE, List.of(), List.of(), List.of(), 60, List.of()).apply(DATA, 1);
        assertThat(prepared.train().size()).isEqualTo(55);
        assertThat(prepared.validation().size()).isEqualTo(5);
        assertThat(prepared.test().size()).isEqualTo(50);
        assertThat(prepared.normalisation()).isEqualTo(Normalisation.NONE);
    }

    /** Only by what is trained with: the mean of 0, 1, ..., 9 is 4.5, their variance 8.25. */
    @Test
    void measured() {
        var ten = new DataSet("fake", 10, FakeExamples.of(10), FakeExamples.of(50), OWN);
        PreparedData prepared =
                new Preparation(0, Normalise.PER_CHANNEL, List.of(), List.of(), List.of(), 0, List.of()).apply(ten, 1);
        assertThat(prepared.normalisation().mean()).containsExactly(4.5, 4.5);
        assertThat(prepared.normalisation().deviation()).containsExactly(Math.sqrt(8.25), Math.sqrt(8.25));
    }

    @Test
    void aChannelThatNeverChangesIsNotScaled() {
        var one = new DataSet("fake", 10, FakeExamples.of(1), FakeExamples.of(50), OWN);
        PreparedData prepared =
                new Preparation(0, Normalise.PER_CHANNEL, List.of(), List.of(), List.of(), 0, List.of()).apply(one, 1);
        assertThat(prepared.normalisation()).isEqualTo(new Normalisation(List.of(0.0, 0.0), List.of(1.0, 1.0)));
    }

    @Test
    void given() {
        PreparedData prepared = new Preparation(
                        0, Normalise.GIVEN, List.of(0.1307), List.of(0.3081), List.of(), 0, List.of())
                .apply(DATA, 1);
        assertThat(prepared.normalisation()).isEqualTo(new Normalisation(List.of(0.1307), List.of(0.3081)));
    }

    @Test
    void optionsThatContradictEachOther() {
        assertThatThrownBy(
                        () -> new Preparation(0, Normalise.DATA_SET, List.of(0.5), List.of(), List.of(), 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'mean' and 'deviation' have an effect only with 'normalise: given'; add that, or remove them");
        assertThatThrownBy(() -> new Preparation(0, Normalise.GIVEN, List.of(), List.of(), List.of(), 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'normalise: given' needs 'mean' and 'deviation', such as mean: [0.1307], deviation: [0.3081]");
    }

    @Test
    void optionsThatDoNotFitTheData() {
        assertThatThrownBy(() -> new Preparation(
                                0, Normalise.DATA_SET, List.of(), List.of(), List.of(new Flip(1)), 0, List.of())
                        .apply(DATA, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'flip' needs images [channels, height, width], but an example has the shape [2]");
        var three = List.of(1.0, 1.0, 1.0);
        assertThatThrownBy(
                        () -> new Preparation(0, Normalise.GIVEN, three, three, List.of(), 0, List.of()).apply(DATA, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the normalisation has 3 channels, but an example of the shape [2] has 2; give one mean and"
                        + " deviation for each, or one for all");
        PreparedData none =
                new Preparation(0, Normalise.NONE, List.of(), List.of(), List.of(), 0, List.of()).apply(DATA, 1);
        assertThatThrownBy(() -> none.evaluation(Split.VALIDATION, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "there are no validation examples: give 'validation' under 'prepare' a share or count above 0, or"
                                + " evaluate split: test");
    }
}
