/**
 * The kernels in vector instructions, each with the bits of its scalar twin; {@link
 * org.modaj.engine.kernel.vector.VectorProvider} is the way in.
 */
package org.modaj.engine.kernel.vector;
