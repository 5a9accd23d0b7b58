/**
 * Labelled data sets, and the batches that networks are trained and measured with.
 *
 * <p>{@link org.modaj.data.LabelledDataset} is samples with what is to be learned about each;
 * {@link org.modaj.data.Samples} are images, sequences, arrays of numbers or texts; {@link
 * org.modaj.data.BatchLoader} makes batches of them. A {@link org.modaj.data.DataSplit} is what
 * models learn from and what they are measured on. The packages below read, generate, download and
 * change them; {@link org.modaj.data.DataSource} is one data set that can be had by name.
 */
@NullMarked
package org.modaj.data;

import org.jspecify.annotations.NullMarked;
