/** The network: a graph of layers with ONNX semantics, forward and backward, initialisers, optimizers. */
@NullMarked
package org.espalier.engine.network;

import org.jspecify.annotations.NullMarked;
