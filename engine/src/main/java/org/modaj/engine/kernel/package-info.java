/**
 * Kernels: the loops that compute, each as a readable scalar version that defines the bits, and the
 * choice between it and its twin in vector instructions.
 *
 * <p>{@link org.modaj.engine.kernel.Kernels} gives the kernels in use; {@link
 * org.modaj.engine.kernel.Parallel} cuts work among threads at places that depend on sizes only.
 */
@NullMarked
package org.modaj.engine.kernel;

import org.jspecify.annotations.NullMarked;
