/** Batch normalization and its gradient. */
@NullMarked
package org.modaj.engine.kernel.vector.norm;

import org.jspecify.annotations.NullMarked;
