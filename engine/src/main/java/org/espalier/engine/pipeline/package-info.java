/**
 * The pipeline file, and the stages and hooks that every engine offers. A stage sees the run only through its
 * {@link org.espalier.api.stage.Workbench}.
 */
@NullMarked
package org.espalier.engine.pipeline;

import org.jspecify.annotations.NullMarked;
