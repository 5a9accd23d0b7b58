/** Parts that several operations share: axes, broadcasting, reductions, strided views. */
@NullMarked
package org.modaj.engine.ops.parts;

import org.jspecify.annotations.NullMarked;
