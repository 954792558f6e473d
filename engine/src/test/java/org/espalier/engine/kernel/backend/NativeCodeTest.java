package org.espalier.engine.kernel.backend;

import static org.assertj.core.api.Assertions.assertThat;

import onnx.Onnx;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** The libraries that the engine stands on, as the build hands them over: native code loads, and what was excluded is not missed. */
class NativeCodeTest {
    @Test
    void nd4jMakesAnArray() {
        assertThat(Nd4j.create(1).addi(2).getFloat(0)).isEqualTo(2f);
    }

    @Test
    void openblasMultiplies() {
        float[] c = new float[4];
        openblas.cblas_sgemm(
                openblas.CblasRowMajor,
                openblas.CblasNoTrans,
                openblas.CblasNoTrans,
                2,
                2,
                2,
                1f,
                new float[] {1, 2, 3, 4},
                2,
                new float[] {5, 6, 7, 8},
                2,
                0f,
                c,
                2);
        assertThat(c).containsExactly(19, 22, 43, 50);
    }

    @Test
    void onnxModelsAreWrittenAndRead() throws Exception {
        byte[] bytes =
                Onnx.ModelProto.newBuilder().setProducerName("espalier").build().toByteArray();
        assertThat(Onnx.ModelProto.parseFrom(bytes).getProducerName()).isEqualTo("espalier");
    }

    @Test
    void vectorCodeIsReachedByName() throws Exception {
        Object lanes = Class.forName("org.espalier.engine.kernel.backend.VectorProbe")
                .getMethod("preferredFloatLanes")
                .invoke(null);
        assertThat((int) lanes).isGreaterThanOrEqualTo(2);
    }
}
