/**
 * MODA: training objectives that make a network modular, and the slicer that cuts out its modules.
 *
 * <p>Works on declared units of {@code org.modaj.nn} only and names no architecture or concrete
 * layer.
 */
@NullMarked
package org.modaj.moda;

import org.jspecify.annotations.NullMarked;
