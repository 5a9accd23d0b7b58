/** Max pooling. */
@NullMarked
package org.modaj.engine.kernel.vector.pool;

import org.jspecify.annotations.NullMarked;
