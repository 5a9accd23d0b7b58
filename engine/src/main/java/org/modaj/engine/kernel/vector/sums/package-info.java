/** Sums over rows in one fixed order: moments, gradients, unit means and sums of chunks. */
@NullMarked
package org.modaj.engine.kernel.vector.sums;

import org.jspecify.annotations.NullMarked;
