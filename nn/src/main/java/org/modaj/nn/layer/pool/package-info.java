/** Pooling: means and maxima of windows, of whole axes and of sequences. */
@NullMarked
package org.modaj.nn.layer.pool;

import org.jspecify.annotations.NullMarked;
