/**
 * The one door to arithmetic: {@link org.espalier.engine.kernel.Kernel} is what layers and optimizers compute with,
 * {@link org.espalier.engine.kernel.Kernels} says which one to take. There are two: plain loops that anybody can check,
 * and fast ones that are compared with them in tests.
 */
@NullMarked
package org.espalier.engine.kernel;

import org.jspecify.annotations.NullMarked;
