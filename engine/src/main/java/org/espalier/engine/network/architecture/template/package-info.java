/** Layers as a user writes them, each its own kind of component: what they compute once it is known what they read. */
@NullMarked
package org.espalier.engine.network.architecture.template;

import org.jspecify.annotations.NullMarked;
