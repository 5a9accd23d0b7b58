/**
 * The paper's experiments as a grid of cells. A cell is a part of the work that ends in one record;
 * tables and reports derive from records.
 */
@NullMarked
package org.modaj.bench.reproduce;

import org.jspecify.annotations.NullMarked;
