package org.modaj.data;

/**
 * Two parts of one data set that have no image in common.
 *
 * @param train what models learn from
 * @param test what they are measured on and never learn from: the official test split, or a part
 *     held out of the training split
 */
public record DataSplit(ImageDataset train, ImageDataset test) {}
