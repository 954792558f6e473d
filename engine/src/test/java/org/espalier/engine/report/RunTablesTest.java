package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RunTablesTest {
    @Test
    void closesARun() {
        assertThat(RunTables.of(FakeRuns.lottery(2))).isEqualTo("""
            Accuracy by weights left
            weights left  main · validation  control · validation  main · test  stage
                   100 %            98.05 %               98.05 %            –  repeat[1]/evaluate, repeat[1]/branch:control/evaluate
                 80.00 %            98.11 %               97.99 %            –  repeat[2]/evaluate, repeat[2]/branch:control/evaluate
                 64.00 %                  –                     –      98.06 %  evaluate

            What the network holds and costs
            layer  operator  parameters  prunable    alive  weights left  not zero  FLOPs dense  FLOPs sparse
            fc1    Gemm         235,500   235,200  146,012       62.08 %   146,312      470,700       292,324
            fc2    Gemm          30,100    30,000   24,960       83.20 %    25,060       60,100        50,020
            fc3    Gemm           1,010     1,000    1,000         100 %     1,010        2,010         2,010
            total               266,610   266,200  171,972       64.60 %   172,382      532,810       344,354
            Counted: Parameters are weights and biases; weights are prunable, biases are not. One \
            multiplication and one addition are two FLOPs; sparse FLOPs count living weights only.
            """);
    }

    @Test
    void saysNothingOfARunThatMeasuredNothing() {
        assertThat(RunTables.of(FakeRuns.empty("dry"))).isEmpty();
    }

    @Test
    void writesOneRowAMeasurement() {
        assertThat(CsvReport.text(FakeRuns.lottery(1)).lines().limit(3))
                .containsExactly(
                        "series,measure,stage,step,density,value",
                        "main,validation.accuracy,repeat[1]/evaluate,4000,1.0,0.9805",
                        "control,validation.accuracy,repeat[1]/branch:control/evaluate,8000,1.0,0.9805");
    }
}
