/** Weights on the last axis: all with all, a row for an index, one for each position. */
@NullMarked
package org.modaj.nn.layer.dense;

import org.jspecify.annotations.NullMarked;
