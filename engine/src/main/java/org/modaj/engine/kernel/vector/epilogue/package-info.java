/** What happens to a block of results before it is stored: the affine map, the bias, the ReLU. */
@NullMarked
package org.modaj.engine.kernel.vector.epilogue;

import org.jspecify.annotations.NullMarked;
