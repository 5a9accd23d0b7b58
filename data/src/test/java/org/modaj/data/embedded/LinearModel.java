package org.modaj.data.embedded;

import java.util.Arrays;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;

/** Multinomial logistic regression, trained by averaged stochastic gradient descent. */
final class LinearModel {
  private final int classes;
  private final int features;
  private final double[] weights;
  private final double[] average;

  /**
   * Learns.
   *
   * @param train shuffled; all values of a sample are features
   */
  LinearModel(BatchSource train, int epochs, double rate) {
    this.classes = train.classes();
    this.features = Arrays.stream(train.sampleShape()).reduce(1, (a, b) -> a * b);
    this.weights = new double[(features + 1) * classes];
    this.average = new double[weights.length];
    for (int e = 0; e < epochs; e++) {
      try (Epoch epoch = train.epoch(e)) {
        epoch.forEachRemaining(batch -> learn(batch, rate));
      }
    }
  }

  /** Returns the share of samples whose class the averaged weights find. */
  double accuracy(BatchSource test) {
    int[] right = {0};
    try (Epoch epoch = test.epoch(0)) {
      epoch.forEachRemaining(batch -> {
        for (int i = 0; i < batch.size(); i++) {
          double[] scores = scores(average, batch, i);
          right[0] += argMax(scores) == batch.labels()[i] ? 1 : 0;
        }
      });
    }
    return right[0] / (double) test.samples();
  }

  private void learn(Batch batch, double rate) {
    double[][] errors = new double[batch.size()][];
    for (int i = 0; i < batch.size(); i++) {
      errors[i] = softmax(scores(weights, batch, i));
      errors[i][batch.labels()[i]] -= 1;
    }
    for (int i = 0; i < batch.size(); i++) {
      for (int f = 0; f <= features; f++) {
        double step = rate / batch.size() * input(batch, i, f);
        for (int c = 0; c < classes; c++) {
          weights[f * classes + c] -= step * errors[i][c];
        }
      }
    }
    for (int k = 0; k < weights.length; k++) {
      average[k] += weights[k];
    }
  }

  private double[] scores(double[] w, Batch batch, int sample) {
    double[] scores = new double[classes];
    for (int f = 0; f <= features; f++) {
      double x = input(batch, sample, f);
      for (int c = 0; c < classes; c++) {
        scores[c] += x * w[f * classes + c];
      }
    }
    return scores;
  }

  /** Returns feature f of a sample; the one after the last is the constant 1. */
  private double input(Batch batch, int sample, int f) {
    return f == features ? 1 : batch.inputs()[sample * features + f];
  }

  private static double[] softmax(double[] scores) {
    double largest = scores[argMax(scores)];
    double[] shares = new double[scores.length];
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      shares[c] = Math.exp(scores[c] - largest);
      sum += shares[c];
    }
    for (int c = 0; c < scores.length; c++) {
      shares[c] /= sum;
    }
    return shares;
  }

  private static int argMax(double[] values) {
    int best = 0;
    for (int c = 1; c < values.length; c++) {
      best = values[c] > values[best] ? c : best;
    }
    return best;
  }
}
