package org.espalier.engine.kernel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class FloatsTest {
    @Test
    void viewOfRowsStartsAtItsOwnFirstElement() {
        INDArray rows =
                Nd4j.arange(12).castTo(DataType.FLOAT).reshape('c', 4, 3).get(NDArrayIndex.interval(2, 4));
        assertThat(Values.read(rows)).containsExactly(6, 7, 8, 9, 10, 11);
        assertThat(Values.read(rows.get(NDArrayIndex.interval(1, 2)))).containsExactly(9, 10, 11);
        assertThat(Values.read(rows.castTo(DataType.DOUBLE).get(NDArrayIndex.interval(1, 2))))
                .containsExactly(9, 10, 11);
        Values.write(new double[] {1, 2, 3, 4, 5, 6}, rows);
        assertThat(rows.getDouble(1, 2)).isEqualTo(6);
    }

    @Test
    void otherLayoutsAndTypesAreRefused() {
        assertThatThrownBy(() -> Floats.of(Nd4j.create(DataType.FLOAT, 3, 2).transpose()))
                .hasMessageContaining("contiguous arrays in c order")
                .hasMessageContaining("[2, 3]");
        assertThatThrownBy(() -> Floats.of(Nd4j.create(DataType.DOUBLE, 3)))
                .hasMessageContaining("FLOAT")
                .hasMessageContaining("DOUBLE");
    }
}
