package org.modaj.nn.train;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
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

  /** Number of samples of a class. */
  public int samplesOf(int classIndex) {
    return (int) Arrays.stream(labels).filter(label -> label == classIndex).count();
  }

  /** The logits of a sample, a copy. */
  public float[] logits(int sample) {
    return Arrays.copyOfRange(logits, sample * outputs, (sample + 1) * outputs);
  }

  /**
   * Share of samples whose largest logit is the label's, in [0, 1]; output {@code i} is class i.
   */
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
      throw new EngineException(
          "evaluate",
          null,
          "the network has "
              + outputs
              + " outputs, not one for each of the classes "
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
          right += largest(logits, s * outputs, outputs) == i ? 1 : 0;
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
        throw new EngineException(
            "evaluate",
            null,
            "class " + c + " is no output of the network; it has " + outputs + " outputs");
      }
    }
  }

  /** Accuracy where output {@code columns[i]} stands for class {@code classes[i]}. */
  private double accuracy(int[] columns, int[] classes) {
    int[] wanted = new int[1 + Arrays.stream(labels).max().orElse(0)];
    Arrays.fill(wanted, -1);
    for (int i = classes.length - 1; i >= 0; i--) {
      if (classes[i] >= 0 && classes[i] < wanted.length) { // others have no samples
        wanted[classes[i]] = i;
      }
    }
    float[] chosen = new float[columns.length];
    int right = 0;
    int count = 0;
    for (int s = 0; s < labels.length; s++) {
      if (wanted[labels[s]] >= 0) {
        for (int i = 0; i < chosen.length; i++) {
          chosen[i] = logits[s * outputs + columns[i]];
        }
        count++;
        right += largest(chosen, 0, chosen.length) == wanted[labels[s]] ? 1 : 0;
      }
    }
    return (double) right / count;
  }

  /**
   * What a classifier answers: the position of the largest logit, the first of equals.
   *
   * @param logits read from {@code from} on
   * @param count how many, at least 1
   * @return in [0, count); 0 when all are NaN
   */
  public static int largest(float[] logits, int from, int count) {
    int best = 0;
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      if (logits[from + i] > largest) {
        largest = logits[from + i];
        best = i;
      }
    }
    return best;
  }
}
