/** Matrix products: packing, register tiles and the blocks around them. */
@NullMarked
package org.modaj.engine.kernel.vector.gemm;

import org.jspecify.annotations.NullMarked;
