/**
 * What a layer is, what kinds of layers share, the table of activations, and the types that files
 * name. The other layers are in the packages below, one for each kind.
 */
@NullMarked
package org.modaj.nn.layer;

import org.jspecify.annotations.NullMarked;
