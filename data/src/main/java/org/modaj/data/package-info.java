/**
 * Labelled images in memory, with what every reader, generator and loader of them shares.
 *
 * <p>{@link org.modaj.data.ImageDataset} is the thing itself. The packages below make one ({@code
 * cifar}, {@code embedded}) or turn one into batches ({@code loader}).
 */
package org.modaj.data;
