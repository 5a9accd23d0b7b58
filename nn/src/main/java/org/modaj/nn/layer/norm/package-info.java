/** Normalizations. */
@NullMarked
package org.modaj.nn.layer.norm;

import org.jspecify.annotations.NullMarked;
