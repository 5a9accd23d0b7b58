/** Layers: what a layer is, the kinds there are, and the types that files name. */
@NullMarked
package org.modaj.nn.layer;

import org.jspecify.annotations.NullMarked;
