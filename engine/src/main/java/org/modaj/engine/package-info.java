/**
 * The engine: tensors, automatic differentiation and the errors both raise.
 *
 * <p>Sub-packages hold the kernels that compute, the operations built on them, random numbers, and
 * file formats. Nothing here knows of layers, data sets or modularization.
 */
@NullMarked
package org.modaj.engine;

import org.jspecify.annotations.NullMarked;
