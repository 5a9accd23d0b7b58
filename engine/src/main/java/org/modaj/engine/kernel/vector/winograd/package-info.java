/** 3x3 convolutions by the Winograd transform, forward and for both gradients. */
@NullMarked
package org.modaj.engine.kernel.vector.winograd;

import org.jspecify.annotations.NullMarked;
