package org.espalier.engine.network;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.NetworkView;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.graph.Graph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class MatMulTest {
    /** Where memory begins differs from network to network, and small matrices end before the next aligned address. */
    @Test
    void smallMatricesAreMultipliedWhereverTheyLie() {
        for (int size = 1; size <= 4; size++) {
            for (int batch = 1; batch <= 12; batch++) {
                squares(batch, size);
            }
        }
    }

    private static void squares(int batch, int size) {
        var product = new Graph.Node(
                new LayerId("product"),
                new LayerSpec.Other("MatMul", Map.of()),
                List.of(NetworkView.INPUT, NetworkView.INPUT));
        var graph = new Graph(List.of((long) size, (long) size), List.of(product));
        double[] x = DoubleStream.iterate(1, value -> value + 1)
                .limit((long) batch * size * size)
                .toArray();
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            int row = i / size * size;
            int column = i / (size * size) * size * size + i % size;
            for (int k = 0; k < size; k++) {
                y[i] += x[row + k] * x[column + k * size];
            }
        }
        long[] shape = {batch, size, size};
        INDArray output = new Network(graph, Kernels.fast(1), DataType.FLOAT)
                .forward(Nd4j.createFromArray(x).reshape('c', shape), Mode.INFER, new SplittableRandom(1));
        Agreement.of("the squares", output, Nd4j.createFromArray(y).reshape('c', shape), 1e-6);
    }
}
