/**
 * The kernels in vector instructions, each with the bits of its scalar twin; {@link
 * org.modaj.engine.kernel.vector.VectorProvider} is the way in.
 */
@NullMarked
package org.modaj.engine.kernel.vector;

import org.jspecify.annotations.NullMarked;
