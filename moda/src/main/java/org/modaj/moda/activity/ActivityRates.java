package org.modaj.moda.activity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.NonFiniteValueException;
import org.modaj.nn.TrackedOutput;

/**
 * How often each tracked unit is active for each class (paper section 3.3): the share of the
 * class's samples whose activation of the unit is not zero at some position.
 */
public final class ActivityRates {
  private static final String OPERATION = "measure activity";

  private final List<String> layers;
  private final int[] samples;

  /** Active samples by layer, class and unit. */
  private final int[][][] counts;

  private final ActivityPolicy policy;

  private ActivityRates(
      List<String> layers, int[] samples, int[][][] counts, ActivityPolicy policy) {
    this.policy = policy;
    this.layers = layers;
    this.samples = samples;
    this.counts = counts;
  }

  /**
   * Starts counting.
   *
   * @param layers names of the tracked layers
   * @param units their numbers of units
   * @param classes number of classes
   */
  public static ActivityRates counting(List<String> layers, int[] units, int classes) {
    return counting(layers, units, classes, ActivityPolicy.standard());
  }

  private static ActivityRates counting(
      List<String> layers, int[] units, int classes, ActivityPolicy policy) {
    int[][][] counts = new int[layers.size()][classes][];
    for (int l = 0; l < counts.length; l++) {
      for (int c = 0; c < classes; c++) {
        counts[l][c] = new int[units[l]];
      }
    }
    return new ActivityRates(List.copyOf(layers), new int[classes], counts, policy);
  }

  /**
   * Rates that were counted before.
   *
   * @param layers names of the tracked layers
   * @param samples seen of each class
   * @param counts active samples by layer, class and unit; the arrays are used as they are
   * @param policy under which they were counted
   * @throws ModularizationException when they do not fit together or a count is more than its
   *     samples
   */
  public static ActivityRates ofCounts(
      List<String> layers, int[] samples, int[][][] counts, ActivityPolicy policy) {
    boolean fits = layers.size() == counts.length;
    for (int[][] layer : counts) {
      fits &= layer.length == samples.length;
      for (int c = 0; fits && c < layer.length; c++) {
        int most = samples[c];
        fits =
            layer[c].length == layer[0].length
                && Arrays.stream(layer[c]).allMatch(n -> n >= 0 && n <= most);
      }
    }
    if (!fits) {
      throw new ModularizationException(
          "activity rates",
          null,
          "the counts are not one from 0 to its samples for each of "
              + layers.size()
              + " layers, "
              + samples.length
              + " classes and each unit");
    }
    return new ActivityRates(List.copyOf(layers), samples, counts, policy);
  }

  /**
   * Measures a trained network in evaluation mode under the standard policy.
   *
   * @param source the training set, un-augmented; read as epoch 0
   * @throws ModularizationException when the network has no activation layer
   */
  public static ActivityRates measure(Network network, BatchSource source) {
    return measure(network, source, ActivityPolicy.standard());
  }

  /**
   * Measures a trained network in evaluation mode.
   *
   * @param source the training set, un-augmented; read as epoch 0
   * @param policy what "active" means
   * @throws ModularizationException when the network has no activation layer
   * @throws NonFiniteValueException when an activation is not finite, for then it is neither active
   *     nor inactive; names the layer and the sample
   */
  public static ActivityRates measure(Network network, BatchSource source, ActivityPolicy policy) {
    List<NetworkNode> nodes = network.trackedNodes();
    if (nodes.isEmpty()) {
      throw new ModularizationException(
          OPERATION, network.name(), "the network has no activation layer to look at");
    }
    List<String> names = nodes.stream().map(NetworkNode::name).toList();
    List<ActivityRule> rules = nodes.stream().map(policy::ruleOf).toList();
    List<UnitGroups> groups = nodes.stream().map(node -> UnitGroups.of(network, node)).toList();
    int[] units = groups.stream().mapToInt(UnitGroups::units).toArray();
    ActivityRates rates = counting(names, units, source.classes(), policy);
    try (Epoch epoch = source.epoch(0);
        Autograd.Scope _ = Autograd.noGrad()) {
      while (epoch.hasNext()) {
        Batch batch = epoch.next();
        try (Workspace _ = Workspace.open()) {
          TrackedOutput output = network.forwardTracked(NetworkInput.of(batch), Mode.EVALUATE);
          List<Tensor> means = new ArrayList<>();
          List<boolean[]> active = new ArrayList<>();
          for (int l = 0; l < rules.size(); l++) {
            Tensor ofPositions = output.unitMeans().get(l);
            NonFiniteValueException.requireFinite(
                OPERATION, network, batch, rates.samples(), names.get(l), ofPositions);
            means.add(groups.get(l).means(ofPositions));
            Tensor activation = groups.get(l).magnitudes(output.activations().get(l));
            active.add(rules.get(l).active(activation, means.get(l), batch.lengths()));
          }
          rates.check(means, batch.labels());
          rates.count(active, batch.labels());
        }
      }
    }
    return rates;
  }

  /**
   * Counts one batch of activations with exact zeros.
   *
   * @param unitMeans for each tracked layer {@code [batch, units]}, 0 exactly where a unit is not
   *     active
   * @param labels one for each sample
   * @throws ModularizationException when a label is out of range
   * @throws NonFiniteValueException when a mean is not finite; names the layer and the sample
   * @throws ShapeException when the layers, units or samples are others; nothing is counted then
   */
  public void add(List<Tensor> unitMeans, int[] labels) {
    check(unitMeans, labels);
    ActivityRule rule = new ActivityRule.NonZero();
    count(unitMeans.stream().map(means -> rule.active(means, means, null)).toList(), labels);
  }

  /** Counts one batch: for each layer, sample and unit whether it is active. */
  private void count(List<boolean[]> active, int[] labels) {
    for (int label : labels) {
      samples[label]++;
    }
    for (int l = 0; l < counts.length; l++) {
      int units = units(l);
      for (int i = 0; i < labels.length; i++) {
        int[] ofClass = counts[l][labels[i]];
        for (int u = 0; u < units; u++) {
          ofClass[u] += active.get(l)[i * units + u] ? 1 : 0;
        }
      }
    }
  }

  private void check(List<Tensor> unitMeans, int[] labels) {
    if (unitMeans.size() != layers.size()) {
      throw new ShapeException(
          OPERATION,
          null,
          layers.size() + " tracked layers",
          unitMeans.size() + " tracked layers",
          null);
    }
    for (int l = 0; l < layers.size(); l++) {
      Shape expected = Shape.of(labels.length, units(l));
      if (!unitMeans.get(l).shape().equals(expected)) {
        throw new ShapeException(
            OPERATION,
            layers.get(l),
            "unit means " + expected,
            "unit means " + unitMeans.get(l).shape(),
            null);
      }
      int units = units(l);
      for (int i = 0; i < unitMeans.get(l).elements(); i++) {
        float mean = unitMeans.get(l).data()[i];
        if (!Float.isFinite(mean)) {
          throw new NonFiniteValueException(
              OPERATION, layers.get(l), samples() + i / units, i % units, mean);
        }
      }
    }
    for (int label : labels) {
      if (label < 0 || label >= samples.length) {
        throw new ModularizationException(
            OPERATION, null, "label " + label + " is not in [0, " + samples.length + ")");
      }
    }
  }

  /** What "active" means in these rates. */
  public ActivityPolicy policy() {
    return policy;
  }

  /** Names of the tracked layers. */
  public List<String> layers() {
    return layers;
  }

  /** Number of classes. */
  public int classes() {
    return samples.length;
  }

  /** Samples seen of all classes. */
  private int samples() {
    return Arrays.stream(samples).sum();
  }

  /** Samples seen of a class. */
  public int samples(int classIndex) {
    return samples[classIndex];
  }

  /** Units of a tracked layer. */
  public int units(int layer) {
    return counts[layer][0].length;
  }

  /** Samples of a class in which each unit was active, a copy. */
  public int[] counts(int layer, int classIndex) {
    return counts[layer][classIndex].clone();
  }

  /** Rate of each unit, in [0, 1], as float(count) / float(samples); 0 without samples. */
  public float[] rates(int layer, int classIndex) {
    int[] active = counts[layer][classIndex];
    float[] rates = new float[active.length];
    for (int u = 0; u < rates.length && samples[classIndex] > 0; u++) {
      rates[u] = (float) active[u] / (float) samples[classIndex];
    }
    return rates;
  }

  /** The classes of which no sample was seen. */
  public List<Integer> classesWithoutSamples() {
    List<Integer> missing = new ArrayList<>();
    for (int c = 0; c < samples.length; c++) {
      if (samples[c] == 0) {
        missing.add(c);
      }
    }
    return missing;
  }
}
