/** Mini-batches: the boundary between whoever supplies samples and whoever learns from them. */
package org.modaj.engine.batch;
