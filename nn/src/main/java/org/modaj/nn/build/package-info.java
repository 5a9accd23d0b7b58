/**
 * The families of layers that {@link org.modaj.nn.NetworkBuilder} can add, and their settings. A
 * new layer gets its method in the family that it belongs to.
 */
@NullMarked
package org.modaj.nn.build;

import org.jspecify.annotations.NullMarked;
