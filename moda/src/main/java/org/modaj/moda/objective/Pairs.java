package org.modaj.moda.objective;

import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

/**
 * The pairs {@code i < j} of a batch, by whether their labels agree.
 *
 * @param labels one for each sample
 * @param same number of pairs of one label
 * @param different number of pairs of different labels
 */
record Pairs(int[] labels, long same, long different) {

  static Pairs of(int[] labels) {
    long same = 0;
    for (int i = 0; i < labels.length; i++) {
      for (int j = i + 1; j < labels.length; j++) {
        same += labels[i] == labels[j] ? 1 : 0;
      }
    }
    long all = (long) labels.length * (labels.length - 1) / 2;
    return new Pairs(labels, same, all - same);
  }

  /** Sums of {@code s [batch, batch]} over the same and over the different pairs. */
  double[] sums(float[] s) {
    int batch = labels.length;
    double[] sums = new double[2];
    for (int i = 0; i < batch; i++) {
      for (int j = i + 1; j < batch; j++) {
        sums[labels[i] == labels[j] ? 0 : 1] += s[i * batch + j];
      }
    }
    return sums;
  }

  /** The symmetric matrix of one weight for same and one for different pairs, diagonal 0. */
  Tensor weights(float sameWeight, float differentWeight) {
    int batch = labels.length;
    Tensor weights = Tensor.result(Shape.of(batch, batch));
    float[] w = weights.data();
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        float weight = labels[i] == labels[j] ? sameWeight : differentWeight;
        w[i * batch + j] = i == j ? 0f : weight;
      }
    }
    return weights;
  }
}
