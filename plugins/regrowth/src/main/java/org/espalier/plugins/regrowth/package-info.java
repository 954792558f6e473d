/**
 * Networks that are sparse while they train: weights are dropped and others grown, by masks that start sparse.
 *
 * <p>{@link org.espalier.plugins.regrowth.DropGrow} is put together from parts, each of one paper or two: what is dropped (a
 * {@link org.espalier.api.mask.MaskPolicy} that only prunes), what is grown (a criterion), how growth is shared out between
 * layers (a redistribution), and what is alive at first (a distribution). The published methods are presets of it:
 *
 * <table>
 * <caption>Which parts each method is put together from</caption>
 * <tr><th>method</th><th>drops</th><th>grows</th><th>beside the masks</th></tr>
 * <tr><td>SET</td><td>Shed, of each sign</td><td>at random, in the same layer</td><td></td></tr>
 * <tr><td>RigL</td><td>Shed, along a cosine</td><td>by gradient, in the same layer</td><td>no weight update then</td></tr>
 * <tr><td>Sparse Momentum</td><td>ShedSparing</td><td>by momentum, in layers of much of it</td><td>dense gradients</td></tr>
 * <tr><td>DSR</td><td>ShedBelow</td><td>at random, where much survives</td><td></td></tr>
 * <tr><td>DEEP R</td><td>ShedCrossed</td><td>at random, in the same layer</td><td>SignedTheta, ActiveL1, Walk</td></tr>
 * <tr><td>soft DEEP R</td><td colspan="2">SoftSignedTheta by itself</td><td>ActiveL1, Walk</td></tr>
 * </table>
 *
 * <p>Methods that decide otherwise stand by themselves: Surgery, TopKast, Alternate, Movement.
 */
@NullMarked
package org.espalier.plugins.regrowth;

import org.jspecify.annotations.NullMarked;
