/** Units: which axis of which tensor belongs to which unit, so that networks can be cut. */
@NullMarked
package org.modaj.nn.unit;

import org.jspecify.annotations.NullMarked;
