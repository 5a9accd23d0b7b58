/** Mini-batches: the boundary between whoever supplies samples and whoever learns from them. */
@NullMarked
package org.modaj.engine.batch;

import org.jspecify.annotations.NullMarked;
