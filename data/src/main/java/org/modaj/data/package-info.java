/**
 * Data sets: readers, transforms, loaders, and the generated data that needs no download.
 *
 * <p>What a loader yields depends on the seed, the epoch and the sample's index only.
 */
package org.modaj.data;
