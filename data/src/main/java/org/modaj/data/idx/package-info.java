/** Reads MNIST and the data sets in its format, idx. */
@NullMarked
package org.modaj.data.idx;

import org.jspecify.annotations.NullMarked;
