/** 3x3 convolutions by the Winograd transform, forward and for both gradients. */
package org.modaj.engine.kernel.vector.winograd;
