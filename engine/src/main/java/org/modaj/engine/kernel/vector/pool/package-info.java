/** Max pooling. */
package org.modaj.engine.kernel.vector.pool;
