package org.espalier.engine.network;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.network.operator.Operators;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Operators give what ONNX's own test cases say, on the reference kernel in doubles and on the fast kernel in floats. The cases come
 * with Debian's package libonnx-testdata; {@code -Despalier.onnx.cases=FOLDER} takes them from elsewhere. Every case of an operator
 * that networks have is either run or named in {@link #NOT_COVERED}, whose cases must be refused.
 */
final class OnnxOperatorsTest {
    private static final Path CASES =
            Path.of(System.getProperty("espalier.onnx.cases", "/usr/share/libonnx-testdata/data/node"));

    private static final double IN_DOUBLES = 1e-6;
    private static final double IN_FLOATS = 1e-4;

    private static final String AUTO_PAD = "padding is written out as pads";
    private static final String BROADCAST = "what is added has one shape";
    private static final String CEIL = "outputs are counted downwards";
    private static final String FLOATS = "networks compute with floats";
    private static final String GIVEN_SHAPE = "the output's shape follows from the attributes";
    private static final String LAST_AXIS = "it runs along the last axis";
    private static final String FACTOR = "the factor is one number that is not trained";
    private static final String FIRST_AXIS = "it runs along the axis behind the batch";
    private static final String PLANES = "it has two dimensions";
    private static final String RANDOM = "what is dropped in training is random";

    /** Cases that our operators do not cover, with the reason. */
    private static final Map<String, String> NOT_COVERED = Map.ofEntries(
            entry("test_add_bcast", BROADCAST),
            entry("test_add_uint8", FLOATS),
            entry("test_averagepool_1d_default", PLANES),
            entry("test_averagepool_2d_ceil", CEIL),
            entry("test_averagepool_2d_precomputed_same_upper", AUTO_PAD),
            entry("test_averagepool_2d_same_lower", AUTO_PAD),
            entry("test_averagepool_2d_same_upper", AUTO_PAD),
            entry("test_averagepool_3d_default", PLANES),
            entry("test_clip_default_int8_inbounds", FLOATS),
            entry("test_clip_default_int8_max", FLOATS),
            entry("test_clip_default_int8_min", FLOATS),
            entry("test_concat_3d_axis_2", FIRST_AXIS),
            entry("test_concat_3d_axis_negative_1", FIRST_AXIS),
            entry("test_conv_with_autopad_same", AUTO_PAD),
            entry("test_convtranspose_1d", PLANES),
            entry("test_convtranspose_3d", PLANES),
            entry("test_convtranspose_autopad_same", AUTO_PAD),
            entry("test_convtranspose_kernel_shape", GIVEN_SHAPE),
            entry("test_convtranspose_output_shape", GIVEN_SHAPE),
            entry("test_convtranspose_with_kernel", GIVEN_SHAPE),
            entry("test_edge_pad", "pads are constants"),
            entry("test_flatten_axis2", FIRST_AXIS),
            entry("test_flatten_axis3", FIRST_AXIS),
            entry("test_flatten_negative_axis1", FIRST_AXIS),
            entry("test_flatten_negative_axis2", FIRST_AXIS),
            entry("test_gather_1", "rows are looked up, not columns"),
            entry("test_gather_2d_indices", "rows are looked up, not columns"),
            entry("test_gather_negative_indices", "rows are counted from 0"),
            entry("test_gemm_all_attributes", "the data's first axis is the batch, which transA makes the last"),
            entry("test_gemm_default_matrix_bias", "the bias is the same for all examples"),
            entry("test_gemm_transposeA", "the data's first axis is the batch, which transA makes the last"),
            entry("test_gru_seq_length", "the reset gate comes after the recurrent product"),
            entry("test_layer_normalization_2d_axis0", LAST_AXIS),
            entry("test_layer_normalization_2d_axis_negative_2", LAST_AXIS),
            entry("test_layer_normalization_3d_axis0_epsilon", LAST_AXIS),
            entry("test_layer_normalization_3d_axis1_epsilon", LAST_AXIS),
            entry("test_layer_normalization_3d_axis_negative_2_epsilon", LAST_AXIS),
            entry("test_layer_normalization_3d_axis_negative_3_epsilon", LAST_AXIS),
            entry("test_layer_normalization_4d_axis0", LAST_AXIS),
            entry("test_layer_normalization_4d_axis1", LAST_AXIS),
            entry("test_layer_normalization_4d_axis2", LAST_AXIS),
            entry("test_layer_normalization_4d_axis_negative_2", LAST_AXIS),
            entry("test_layer_normalization_4d_axis_negative_3", LAST_AXIS),
            entry("test_layer_normalization_4d_axis_negative_4", LAST_AXIS),
            entry("test_lstm_with_peepholes", "cells have no peepholes and start from states of zero"),
            entry("test_maxpool_1d_default", PLANES),
            entry("test_maxpool_2d_ceil", CEIL),
            entry("test_maxpool_2d_precomputed_same_upper", AUTO_PAD),
            entry("test_maxpool_2d_same_lower", AUTO_PAD),
            entry("test_maxpool_2d_same_upper", AUTO_PAD),
            entry("test_maxpool_2d_uint8", FLOATS),
            entry("test_maxpool_3d_default", PLANES),
            entry("test_mul", FACTOR),
            entry("test_mul_bcast", FACTOR),
            entry("test_mul_example", FACTOR),
            entry("test_mul_uint8", FACTOR),
            entry("test_reflect_pad", "pads are constants"),
            entry("test_reshape_allowzero_reordered", "arrays have elements"),
            entry("test_softmax_axis_0", LAST_AXIS),
            entry("test_softmax_axis_1", LAST_AXIS),
            entry("test_training_dropout", RANDOM),
            entry("test_training_dropout_default", RANDOM),
            entry("test_training_dropout_default_mask", RANDOM),
            entry("test_training_dropout_mask", RANDOM));

    /** Operators of which no case may run, with the reason. */
    private static final Map<String, String> NO_CASES = Map.of(
            "CausalMask", "it is no operator of ONNX",
            "Gelu", "it is newer than the package",
            "Mul", "all cases multiply tensors; ours multiplies by one number");

    @TestFactory
    Stream<DynamicTest> operatorsGiveWhatOnnxSays() throws IOException {
        return cases().stream()
                .filter(each -> !NOT_COVERED.containsKey(each.name()))
                .map(each -> dynamicTest(each.name(), () -> {
                    run(each, Kernels.reference(), DataType.DOUBLE, IN_DOUBLES);
                    run(each, Kernels.fast(2), DataType.FLOAT, IN_FLOATS);
                }));
    }

    /** None is computed otherwise than ONNX means it, and none is in the list that could run. */
    @TestFactory
    Stream<DynamicTest> whatIsNotCoveredIsRefused() throws IOException {
        return cases().stream()
                .filter(each -> NOT_COVERED.containsKey(each.name()))
                .map(each -> dynamicTest(
                        each.name() + " is not covered: " + NOT_COVERED.get(each.name()),
                        () -> assertThatThrownBy(() -> run(each, Kernels.reference(), DataType.DOUBLE, IN_DOUBLES))
                                .as(each.name())
                                .isInstanceOf(IllegalArgumentException.class)));
    }

    @Test
    void everyOperatorHasACaseThatRuns() throws IOException {
        var without = new TreeSet<>(Operators.kinds());
        without.removeAll(NO_CASES.keySet());
        without.removeAll(cases().stream()
                .filter(each -> !NOT_COVERED.containsKey(each.name()))
                .map(OnnxCase::kind)
                .collect(toSet()));
        assertThat(without).isEmpty();
    }

    private static void run(OnnxCase onnx, Kernel kernel, DataType type, double tolerance) {
        List<OnnxRun> runs = OnnxTranslation.of(onnx);
        assertThat(runs).isNotEmpty();
        runs.forEach(run -> run.check(kernel, type, tolerance));
    }

    private static List<OnnxCase> cases() throws IOException {
        assumeTrue(
                Files.isDirectory(CASES),
                () -> "ONNX's test cases are not in " + CASES
                        + ": install Debian's package libonnx-testdata, or name their folder by -Despalier.onnx.cases");
        return OnnxCase.in(CASES, Operators.kinds());
    }
}
