/**
 * The elements of a sample in another shape or order, or more of them: flattened, permuted, padded,
 * resized.
 */
@NullMarked
package org.modaj.nn.layer.shape;

import org.jspecify.annotations.NullMarked;
