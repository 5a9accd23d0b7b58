/** Convolutions as products without an unfolded copy, and depthwise convolutions. */
package org.modaj.engine.kernel.vector.conv;
