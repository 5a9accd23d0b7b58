/** Activations and elementary functions, element by element. */
@NullMarked
package org.modaj.engine.kernel.vector.elementwise;

import org.jspecify.annotations.NullMarked;
