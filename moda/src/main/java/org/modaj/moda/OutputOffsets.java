package org.modaj.moda;

import java.util.Arrays;
import java.util.List;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.moda.replace.OutputBatches;
import org.modaj.nn.Network;

/**
 * One offset for each output of a classifier, added to its logit: what brings the classes of a
 * composed network level, whose logits were trained against outputs that are gone. The offsets
 * minimize the mean cross-entropy on training samples of the network's classes,
 *
 * <pre>min over b of mean_i log Σ_k exp(z_ik + b_k) - (z_i,label(i) + b_label(i))</pre>
 *
 * which is convex, with one minimum of {@code Σ b = 0} when every class has a sample. Newton's
 * method with halved steps finds it in a few steps, in double precision and in a fixed order: the
 * offsets depend on the network and the samples only.
 *
 * @param values one for each output, sum 0
 * @param steps of Newton's method that were taken
 * @param lossBefore mean cross-entropy on the samples without offsets
 * @param lossAfter mean cross-entropy on the samples with them, not above the one before
 */
public record OutputOffsets(List<Double> values, int steps, double lossBefore, double lossAfter) {
  private static final String OPERATION = "calibrate outputs";
  private static final int MOST_STEPS = 50;
  private static final int MOST_HALVINGS = 40;
  private static final double SMALL_GRADIENT = 1e-10;

  /** Copies the values. */
  public OutputOffsets {
    values = List.copyOf(values);
  }

  /**
   * Fits the offsets.
   *
   * @param network a classifier, output {@code [n]}, n at least 1; not modified
   * @param samples label i is output i; read as epoch 0, un-augmented
   * @throws ModularizationException when the samples have another number of classes, or a class has
   *     no sample
   */
  public static OutputOffsets fit(Network network, BatchSource samples) {
    int outputs = network.outputShape().elements();
    if (samples.classes() != outputs) {
      throw new ModularizationException(
          OPERATION,
          network.name(),
          "the network has "
              + outputs
              + " outputs, the samples to fit on "
              + samples.classes()
              + " classes; give samples of the network's classes, labelled in the order of its"
              + " outputs");
    }
    float[] logits = new float[samples.samples() * outputs];
    int[] labels = new int[samples.samples()];
    int read = 0;
    try (Epoch epoch = OutputBatches.of(network, samples).epoch(0)) {
      while (epoch.hasNext()) {
        Batch batch = epoch.next();
        System.arraycopy(batch.inputs(), 0, logits, read * outputs, batch.size() * outputs);
        System.arraycopy(batch.labels(), 0, labels, read, batch.size());
        read += batch.size();
      }
    }
    return of(network.name(), logits, labels, outputs);
  }

  /**
   * Fits the offsets on outputs that were computed before.
   *
   * @param network its name, for messages
   * @param logits {@code [samples, outputs]}; not modified
   * @param labels of the samples; label i is output i
   * @param outputs at least 1
   * @throws ModularizationException when a class has no sample
   */
  public static OutputOffsets of(String network, float[] logits, int[] labels, int outputs) {
    int[] seen = new int[outputs];
    Arrays.stream(labels).forEach(label -> seen[label]++);
    for (int k = 0; k < outputs; k++) {
      if (seen[k] == 0) {
        throw new ModularizationException(
            OPERATION,
            network,
            "there is no sample of output "
                + k
                + ", so its offset is unbounded; give samples of all classes of the network");
      }
    }
    return new Fit(logits, labels, outputs).run();
  }

  /**
   * The network with the offsets in the bias of its last layer: nothing is added to it.
   *
   * @param network copied
   * @throws ModularizationException when its last layer has no bias of its own for each output
   */
  public Network applyTo(Network network) {
    Network copy = network.copy();
    String last = copy.nodes().get(copy.outputNode()).name();
    Tensor bias = copy.nodes().get(copy.outputNode()).layer().parameters().get("bias");
    boolean shared =
        copy.aliases().containsKey(last + ".bias") || copy.aliases().containsValue(last + ".bias");
    if (bias == null || bias.elements() != values.size() || shared) {
      throw new ModularizationException(
          OPERATION,
          last,
          "offsets are added to the bias of the last layer, and it has "
              + (bias == null ? "none" : shared ? "one that it shares" : bias.shape().toString())
              + " for "
              + values.size()
              + " outputs; give the last layer a bias");
    }
    for (int k = 0; k < values.size(); k++) {
      bias.data()[k] += values.get(k).floatValue();
    }
    bias.markModified();
    return copy;
  }

  /** One fit. */
  private static final class Fit {
    private final float[] logits;
    private final int[] labels;
    private final int n;
    private final double[] gradient;
    private final double[][] curvature;

    Fit(float[] logits, int[] labels, int outputs) {
      this.logits = logits;
      this.labels = labels;
      this.n = outputs;
      this.gradient = new double[n];
      this.curvature = new double[n][n];
    }

    OutputOffsets run() {
      double[] b = new double[n];
      double before = loss(b, true);
      double now = before;
      int steps = 0;
      while (steps < MOST_STEPS && largest(gradient) > SMALL_GRADIENT) {
        double[] direction = solve();
        double[] next = b;
        double reached = Double.POSITIVE_INFINITY;
        double length = 1;
        for (int h = 0; h < MOST_HALVINGS && !(reached < now); h++, length /= 2) {
          next = new double[n];
          for (int k = 0; k < n; k++) {
            next[k] = b[k] - length * direction[k];
          }
          reached = loss(next, false);
        }
        if (!(reached < now)) {
          break; // as near as double precision gets
        }
        b = next;
        now = loss(b, true);
        steps++;
      }
      return new OutputOffsets(Arrays.stream(b).boxed().toList(), steps, before, now);
    }

    private static double largest(double[] values) {
      return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    /** Mean cross-entropy; also its derivatives when asked. */
    private double loss(double[] b, boolean derivatives) {
      if (derivatives) {
        Arrays.fill(gradient, 0);
        for (double[] row : curvature) {
          Arrays.fill(row, 0);
        }
      }
      double[] p = new double[n];
      double sum = 0;
      for (int i = 0; i < labels.length; i++) {
        sum += probabilities(i * n, labels[i], b, p);
        if (derivatives) {
          addDerivatives(p, labels[i]);
        }
      }
      return sum / labels.length;
    }

    /** Writes the softmax; returns the cross-entropy. */
    private double probabilities(int from, int label, double[] b, double[] p) {
      float[] z = logits;
      double most = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < n; k++) {
        most = Math.max(most, z[from + k] + b[k]);
      }
      double all = 0;
      for (int k = 0; k < n; k++) {
        p[k] = StrictMath.exp(z[from + k] + b[k] - most);
        all += p[k];
      }
      for (int k = 0; k < n; k++) {
        p[k] /= all;
      }
      return StrictMath.log(all) + most - (z[from + label] + b[label]);
    }

    private void addDerivatives(double[] p, int label) {
      for (int k = 0; k < n; k++) {
        gradient[k] += (p[k] - (k == label ? 1 : 0)) / labels.length;
        for (int j = 0; j < n; j++) {
          curvature[k][j] += ((k == j ? p[k] : 0) - p[k] * p[j]) / labels.length;
        }
      }
    }

    /**
     * Newton's direction. The loss does not change along (1, ..., 1); 1/n in every place of the
     * matrix makes it regular and leaves the solution's sum 0.
     */
    private double[] solve() {
      double[][] a = new double[n][n + 1];
      for (int k = 0; k < n; k++) {
        for (int j = 0; j < n; j++) {
          a[k][j] = curvature[k][j] + 1.0 / n;
        }
        a[k][k] += Double.MIN_NORMAL;
        a[k][n] = gradient[k];
      }
      for (int pivot = 0; pivot < n; pivot++) {
        int best = pivot;
        for (int r = pivot + 1; r < n; r++) {
          best = Math.abs(a[r][pivot]) > Math.abs(a[best][pivot]) ? r : best;
        }
        double[] row = a[best];
        a[best] = a[pivot];
        a[pivot] = row;
        if (row[pivot] == 0) {
          return gradient.clone(); // flat: the steepest descent
        }
        for (int r = 0; r < n; r++) {
          double factor = r == pivot ? 0 : a[r][pivot] / row[pivot];
          for (int c = pivot; c <= n && factor != 0; c++) {
            a[r][c] -= factor * row[c];
          }
        }
      }
      double[] direction = new double[n];
      double mean = 0;
      for (int k = 0; k < n; k++) {
        direction[k] = a[k][n] / a[k][k];
        mean += direction[k] / n;
      }
      for (int k = 0; k < n; k++) {
        direction[k] -= mean;
      }
      return direction;
    }
  }
}
