/** Files as the engine writes and reads them: whole or not at all, and never through links. */
@NullMarked
package org.espalier.engine.file;

import org.jspecify.annotations.NullMarked;
