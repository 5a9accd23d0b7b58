/** Batch normalization and its gradient. */
package org.modaj.engine.kernel.vector.norm;
