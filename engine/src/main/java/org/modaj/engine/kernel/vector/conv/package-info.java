/** Convolutions as products without an unfolded copy, and depthwise convolutions. */
@NullMarked
package org.modaj.engine.kernel.vector.conv;

import org.jspecify.annotations.NullMarked;
