package org.modaj.data;

/**
 * Two parts of one data set that have no sample in common.
 *
 * @param <D> the kind of data set
 * @param train what models learn from
 * @param test what they are measured on and never learn from: the official test split, or a part
 *     held out of the training split
 */
public record DataSplit<D extends LabelledDataset<D>>(D train, D test) {}
