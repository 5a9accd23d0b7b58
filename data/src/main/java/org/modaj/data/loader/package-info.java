/** Turns samples in memory into shuffled, augmented, normalized batches, ahead of their use. */
package org.modaj.data.loader;
