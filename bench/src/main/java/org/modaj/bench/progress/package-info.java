/** Progress of whole runs over a data set. */
@NullMarked
package org.modaj.bench.progress;

import org.jspecify.annotations.NullMarked;
