/**
 * Neural networks: named layers and their units in an explicit graph, with what trains them.
 *
 * <p>Built on {@code org.modaj.engine}; knows nothing of modularization or of any data set.
 */
package org.modaj.nn;
