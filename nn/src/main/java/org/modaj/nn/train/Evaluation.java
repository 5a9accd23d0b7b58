package org.modaj.nn.train;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;

/**
 * A classifier's logits on a data set, in evaluation mode, and the accuracies that follow from
 * them, also on subsets of the classes, without running the network again.
 */
public final class Evaluation {
  private final float[] logits;
  private final int[] labels;
  private final int outputs;

  private Evaluation(float[] logits, int[] labels, int outputs) {
    this.logits = logits;
    this.labels = labels;
    this.outputs = outputs;
  }

  /**
   * Runs a network over a data set once.
   *
   * @param network its output is {@code [classes]}
   * @param source read as epoch 0; use an unshuffled, un-augmented one
   */
  public static Evaluation of(Network network, BatchSource source) {
    int outputs = network.outputShape().elements();
    float[] logits = new float[Math.multiplyExact(source.samples(), outputs)];
    int[] labels = new int[source.samples()];
    int done = 0;
    try (Epoch epoch = source.epoch(0);
        Autograd.Scope _ = Autograd.noGrad()) {
      while (epoch.hasNext()) {
        Batch batch = epoch.next();
        try (Workspace _ = Workspace.open()) {
          Tensor y = network.forward(NetworkInput.of(batch), Mode.EVALUATE);
          System.arraycopy(y.data(), 0, logits, done * outputs, batch.size() * outputs);
        }
        System.arraycopy(batch.labels(), 0, labels, done, batch.size());
        done += batch.size();
      }
    }
    return new Evaluation(logits, labels, outputs);
  }

  /** Number of samples. */
  public int samples() {
    return labels.length;
  }

  /** The logits of a sample, a copy. */
  public float[] logits(int sample) {
    return Arrays.copyOfRange(logits, sample * outputs, (sample + 1) * outputs);
  }

  /** Share of samples whose largest logit is the label's, in [0, 1]; output {@code i} is class i. */
  public double accuracy() {
    int[] all = IntStream.range(0, outputs).toArray();
    return accuracy(all, all);
  }

  /**
   * Accuracy of the full network on a sub-task: only samples of these classes count, and only their
   * logits compete.
   *
   * @param classes the classes, which are also the outputs compared
   * @return in [0, 1]; NaN without a sample of these classes
   */
  public double accuracyOn(int... classes) {
    checkOutputs(classes);
    return accuracy(classes, classes);
  }

  /**
   * Accuracy of a network made for these classes: output {@code i} stands for {@code classes[i]};
   * only samples of these classes count.
   */
  public double accuracyOfComposed(int... classes) {
    if (classes.length != outputs) {
      throw new IllegalArgumentException(
          "the network has " + outputs + " outputs, not one for each of the classes "
              + Arrays.toString(classes));
    }
    return accuracy(IntStream.range(0, outputs).toArray(), classes);
  }

  /**
   * Share of the samples of each class that are recognized.
   *
   * @param classes class of each output
   * @return one for each output; NaN for a class without samples
   */
  public double[] accuracyByClass(int... classes) {
    double[] shares = new double[classes.length];
    for (int i = 0; i < classes.length; i++) {
      int right = 0;
      int count = 0;
      for (int s = 0; s < labels.length; s++) {
        if (labels[s] == classes[i]) {
          count++;
          right += best(s, null) == i ? 1 : 0;
        }
      }
      shares[i] = (double) right / count;
    }
    return shares;
  }

  /** Checks that classes are outputs. */
  private void checkOutputs(int[] classes) {
    for (int c : classes) {
      if (c < 0 || c >= outputs) {
        throw new IllegalArgumentException(
            "class " + c + " is no output of the network; it has " + outputs + " outputs");
      }
    }
  }

  /** Accuracy where output {@code columns[i]} stands for class {@code classes[i]}. */
  private double accuracy(int[] columns, int[] classes) {
    int right = 0;
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i];
      if (Arrays.stream(classes).anyMatch(c -> c == label)) {
        count++;
        right += classes[best(i, columns)] == label ? 1 : 0;
      }
    }
    return (double) right / count;
  }

  /** Index into {@code columns} (all outputs when null) of the largest logit, the first of ties. */
  private int best(int sample, int[] columns) {
    int best = 0;
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < (columns == null ? outputs : columns.length); i++) {
      float logit = logits[sample * outputs + (columns == null ? i : columns[i])];
      if (logit > largest) {
        largest = logit;
        best = i;
      }
    }
    return best;
  }
}
