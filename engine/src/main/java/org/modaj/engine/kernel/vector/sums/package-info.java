/** Sums over rows in one fixed order: moments, gradients, unit means and sums of chunks. */
package org.modaj.engine.kernel.vector.sums;
