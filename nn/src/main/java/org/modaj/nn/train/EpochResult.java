package org.modaj.nn.train;

import java.util.Map;

/**
 * What one epoch of training did.
 *
 * @param epoch from 0
 * @param epochs number of epochs of the whole training
 * @param learningRate used in this epoch
 * @param terms mean of each objective term over the batches where it was defined
 * @param trainAccuracy share of samples recognized in training mode, in [0, 1]
 * @param testAccuracy share of test samples recognized, in [0, 1]; NaN without a test set
 * @param seconds time of the training batches, evaluation excluded
 * @param samples samples trained on
 */
public record EpochResult(
    int epoch,
    int epochs,
    double learningRate,
    Map<String, Double> terms,
    double trainAccuracy,
    double testAccuracy,
    double seconds,
    int samples) {}
