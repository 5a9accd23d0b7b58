/** Matrix products: packing, register tiles and the blocks around them. */
package org.modaj.engine.kernel.vector.gemm;
