/** Normalizations by batch, position, channel or group. */
@NullMarked
package org.modaj.nn.layer.norm;

import org.jspecify.annotations.NullMarked;
