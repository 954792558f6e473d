package org.espalier.engine.network;

import org.espalier.api.model.ParamInfo;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One parameter of the network with its memory. */
record Param(ParamInfo info, INDArray weight, INDArray gradient) {}
