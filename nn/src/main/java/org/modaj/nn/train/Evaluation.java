package org.modaj.nn.train;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NonFiniteValueException;
import org.modaj.nn.PreparedNetwork;

/**
 * A classifier's logits on a data set, in evaluation mode, and the accuracies that follow from
 * them, also on subsets of the classes, without running the network again.
 */
public final class Evaluation {
  private static final String OPERATION = "evaluate";

  private final float[] logits;
  private final int[] labels;
  private final int outputs;

  /** The class that each output stands for; null when the network does not say. */
  private final int @Nullable [] own;

  private Evaluation(float[] logits, int[] labels, int outputs, int @Nullable [] own) {
    this.logits = logits;
    this.labels = labels;
    this.outputs = outputs;
    this.own = own;
  }

  /**
   * Runs a network over a data set once.
   *
   * @param network its output is {@code [classes]}
   * @param source read as epoch 0; use an unshuffled, un-augmented one
   * @throws NonFiniteValueException when an output is not finite; names the layer and the sample
   * @throws EngineException when the output has another shape, or a label is none of the classes
   */
  public static Evaluation of(Network network, BatchSource source) {
    if (network.outputShape().rank() != 1) {
      throw new EngineException(
          OPERATION,
          network.name(),
          "an accuracy needs outputs [classes], but they are "
              + network.outputShape()
              + "; use Scores with the objective that the network was trained with");
    }
    int outputs = network.outputShape().elements();
    int classes = source.classes() == 0 ? outputs : source.classes();
    String last = network.nodes().get(network.outputNode()).name();
    float[] logits = new float[Math.multiplyExact(source.samples(), outputs)];
    int[] labels = new int[source.samples()];
    PreparedNetwork prepared = network.prepare().withAlgorithmsOfForward();
    int done = 0;
    try (Epoch epoch = source.epoch(0);
        Autograd.Scope _ = Autograd.noGrad()) {
      while (epoch.hasNext()) {
        Batch batch = epoch.next();
        try (Workspace _ = Workspace.open()) {
          Tensor y = prepared.forward(NetworkInput.of(batch));
          NonFiniteValueException.requireFinite(OPERATION, network, batch, done, last, y);
          System.arraycopy(y.data(), 0, logits, done * outputs, batch.size() * outputs);
        }
        for (int i = 0; i < batch.size(); i++) {
          Labels.require(OPERATION, batch.labels()[i], classes, i, batch);
        }
        System.arraycopy(batch.labels(), 0, labels, done, batch.size());
        done += batch.size();
      }
    }
    int[] own =
        network.classes().map(c -> c.stream().mapToInt(Integer::intValue).toArray()).orElse(null);
    return new Evaluation(logits, labels, outputs, own);
  }

  /** The class that each output stands for. */
  private int[] classes() {
    return own == null ? IntStream.range(0, outputs).toArray() : own;
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
   * Share of samples whose largest logit is the label's, in [0, 1]. The network says which classes
   * its outputs stand for; only samples of these count.
   *
   * @throws EngineException when the network does not say, and a label is none of its outputs
   */
  public double accuracy() {
    requireOutputs();
    return accuracy(IntStream.range(0, outputs).toArray(), classes());
  }

  /**
   * Accuracy of the full network on a sub-task: only samples of these classes count, and only their
   * logits compete.
   *
   * @param classes some of those that the outputs stand for, in any order
   * @return in [0, 1]; NaN without a sample of these classes
   * @throws EngineException when a class is no output
   */
  public double accuracyOn(int... classes) {
    return accuracy(Arrays.stream(classes).map(this::output).toArray(), classes);
  }

  /**
   * Accuracy of a network that was made for some classes, on their samples; it says itself which
   * they are ({@link Network#classes}).
   *
   * @param classes none, or the network's classes in any order, to have them checked. Those of a
   *     network that does not say are these, ascending
   * @return in [0, 1]; NaN without a sample of these classes
   * @throws EngineException when they are not the network's classes
   */
  public double accuracyOfComposed(int... classes) {
    if (classes.length == 0) {
      return accuracy();
    }
    int[] given = Arrays.stream(classes).sorted().distinct().toArray();
    int[] expected = own == null ? given : Arrays.stream(own).sorted().toArray();
    if (given.length != outputs || !Arrays.equals(given, expected)) {
      throw new EngineException(
          OPERATION,
          null,
          "the network has "
              + outputs
              + " outputs"
              + (own == null ? "" : " for the classes " + Arrays.toString(own))
              + ", not one for each of the classes "
              + Arrays.toString(classes));
    }
    return accuracy(IntStream.range(0, outputs).toArray(), own == null ? given : own);
  }

  /**
   * Share of the samples of each class that are recognized.
   *
   * @param outputClasses class of each output; none for those that the network says
   * @return one for each output; NaN for a class without samples
   */
  public double[] accuracyByClass(int... outputClasses) {
    int[] classes = outputClasses.length == 0 ? classes() : outputClasses;
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

  /** Fails when output i stands for class i, and a sample is of a class beyond. */
  private void requireOutputs() {
    for (int i = 0; own == null && i < labels.length; i++) {
      if (labels[i] >= outputs) {
        throw new EngineException(
            OPERATION,
            null,
            "sample "
                + i
                + " has the label "
                + labels[i]
                + ", but the network has "
                + outputs
                + " outputs and does not say which classes they stand for; expected a class in 0.."
                + (outputs - 1));
      }
    }
  }

  /** The output that stands for a class. */
  private int output(int label) {
    int[] classes = classes();
    for (int i = 0; i < classes.length; i++) {
      if (classes[i] == label) {
        return i;
      }
    }
    throw new EngineException(
        OPERATION,
        null,
        "class "
            + label
            + " is no output of the network; it has "
            + outputs
            + " outputs"
            + (own == null ? "" : " for the classes " + Arrays.toString(own)));
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
   * @return in [0, count)
   * @throws EngineException when one is NaN or infinite: then there is no answer
   */
  public static int largest(float[] logits, int from, int count) {
    int best = 0;
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(logits[from + i])) {
        throw new EngineException(
            OPERATION,
            null,
            "logit "
                + i
                + " is "
                + logits[from + i]
                + ", so no class can be told; expected finite"
                + " numbers");
      }
      if (logits[from + i] > logits[from + best]) {
        best = i;
      }
    }
    return best;
  }
}
