/**
 * The network as a component sees it: layers, parameters, their axes, and which of them must shrink together.
 *
 * <p>Every array of weights that crosses the SPI is canonical: {@code [OUT, IN]} for dense weights and
 * {@code [OUT, IN / groups, HEIGHT, WIDTH]} for convolutions, in c order, whatever the stored layout. Arrays handed to a
 * component are read-only by contract.
 */
@NullMarked
package org.espalier.api.model;

import org.jspecify.annotations.NullMarked;
