/** What a layer is to a network: its parameters, what it computes with, shapes and attributes. */
@NullMarked
package org.espalier.engine.network.layer;

import org.jspecify.annotations.NullMarked;
