/** Convolutions of images and sequences. */
@NullMarked
package org.modaj.nn.layer.conv;

import org.jspecify.annotations.NullMarked;
