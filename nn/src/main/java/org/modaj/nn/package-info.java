/**
 * Neural networks: named layers and their units in an explicit graph, with what trains them.
 *
 * <p>Built on {@code org.modaj.engine}; knows nothing of modularization or of any data set.
 */
@NullMarked
package org.modaj.nn;

import org.jspecify.annotations.NullMarked;
