package org.modaj.moda.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.ModuleSet;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.SharedForward;
import org.modaj.nn.build.Value;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.TrainingObjective;

/**
 * INCITE (Ghanbari, ISSTA 2024): decomposes a trained network by mutating its units. The source is
 * not public as far as we know; this is our reading of the paper. For each tracked layer
 *
 * <ol>
 *   <li>units are clustered by the weights that make them ({@link UnitClusters}), and of each
 *       cluster one representative is mutated;
 *   <li>a mutation multiplies the unit's activation by a factor, 0 among them; all samples are
 *       computed again;
 *   <li>the unit's score for a class is the mean change, without sign, of the class's output over
 *       the samples of the class and over the mutations; the cluster's other units have it too;
 *   <li>a class keeps the share of units with the highest scores, at least one; of equal scores the
 *       lower index.
 * </ol>
 *
 * Modules compute the output of their class alone and are composed side by side.
 *
 * @param keptShare of the units of a layer that a module keeps, in (0, 1]
 * @param clusterShare clusters of a layer as a share of its units, in (0, 1]; 1 mutates every unit
 * @param factors what mutations multiply by, at least one
 * @param samplesPerClass first samples of each class that are computed, at least 1
 */
public record Incite(
    double keptShare, double clusterShare, List<Float> factors, int samplesPerClass)
    implements ModularizationMethod {
  private static final String NAME = "incite";
  private static final long SPARE_BYTES = 1L << 28;

  /** Checks the numbers. */
  public Incite {
    factors = List.copyOf(factors);
    if (!(keptShare > 0 && keptShare <= 1 && clusterShare > 0 && clusterShare <= 1)
        || factors.isEmpty()
        || samplesPerClass < 1) {
      throw new ModularizationException(
          NAME,
          null,
          "expected shares in (0, 1], at least one factor and one sample a class, actual kept "
              + keptShare
              + ", clusters "
              + clusterShare
              + ", factors "
              + factors
              + ", samples "
              + samplesPerClass);
    }
  }

  /**
   * 0.73 of the units, a quarter as many clusters as units, factors 0 and 2, 20 samples a class.
   * The author reports modules with 1.89 times fewer weights; a layer that keeps this share of its
   * inputs and of its outputs keeps {@code 0.73 · 0.73 = 1 / 1.88} of its weights.
   */
  public static Incite standard() {
    return new Incite(0.73, 0.25, List.of(0f, 2f), 20);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Standard training: the method starts from what that gives. */
  @Override
  public Training prepare(Network fresh, long seed) {
    return new Training(fresh, TrainingObjective.crossEntropy());
  }

  @Override
  public ClassModules modularize(Network trained, TrainingSamples samples, Progress progress) {
    List<NetworkNode> layers = trained.trackedNodes();
    if (layers.isEmpty() || trained.outputShape().elements() != samples.classes()) {
      throw new ModularizationException(
          NAME,
          trained.name(),
          "the network has "
              + layers.size()
              + " activation layers and "
              + trained.outputShape().elements()
              + " outputs, the samples "
              + samples.classes()
              + " classes; it needs an activation layer and one output a class");
    }
    Batch batch = firstOfEachClass(samples.plain());
    int[] units = layers.stream().mapToInt(layer -> layer.shape().dim(-1)).toArray();
    BitSet[][] kept = new BitSet[units.length][];
    try (SharedForward forward = new SharedForward(NetworkInput.of(batch), SPARE_BYTES);
        Progress.Meter meter = progress.start("mutating units", Arrays.stream(units).sum())) {
      float[] before = forward.forward(trained).data().clone();
      for (int l = units.length - 1; l >= 0; l--) {
        kept[l] = best(scores(trained, layers.get(l), units[l], batch, before, forward));
        meter.advance(units[l], layers.get(l).name());
      }
    }
    List<String> names = layers.stream().map(NetworkNode::name).toList();
    return new Modules(trained, new ModuleSet(names, units, kept));
  }

  /** The first samples of each class, in the order of the source. */
  private Batch firstOfEachClass(BatchSource source) {
    int classes = source.classes();
    int[] seen = new int[classes];
    List<float[]> chosen = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    int[] shape = {};
    try (Epoch epoch = source.epoch(0)) {
      while (epoch.hasNext()) {
        Batch batch = epoch.next();
        int elements = batch.inputs().length / batch.size();
        for (int i = 0; i < batch.size(); i++) {
          int label = batch.labels()[i];
          if (seen[label]++ < samplesPerClass) {
            float[] own = Arrays.copyOfRange(batch.inputs(), i * elements, (i + 1) * elements);
            chosen.add(own);
            labels.add(label);
            int[] valid = batch.lengths();
            lengths.add(valid == null ? batch.inputShape()[1] : valid[i]);
            shape =
                batch.inputShape().length > shape.length || own.length > product(shape)
                    ? batch.inputShape().clone()
                    : shape;
          }
        }
      }
    }
    for (int c = 0; c < classes; c++) {
      if (seen[c] == 0) {
        throw new ModularizationException(
            NAME, null, "no sample of class " + c + " was seen, so its units have no score");
      }
    }
    return joined(chosen, labels, lengths, shape);
  }

  private static int product(int[] shape) {
    return shape.length == 0 ? 0 : Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
  }

  /** One batch; sequences that are shorter than the longest one end in zeros. */
  private static Batch joined(
      List<float[]> samples, List<Integer> labels, List<Integer> lengths, int[] shape) {
    int elements = product(shape);
    float[] inputs = new float[samples.size() * elements];
    boolean complete = samples.stream().allMatch(sample -> sample.length == elements);
    for (int i = 0; i < samples.size(); i++) {
      System.arraycopy(samples.get(i), 0, inputs, i * elements, samples.get(i).length);
      complete &= shape.length != 3 || lengths.get(i) == shape[1];
    }
    shape[0] = samples.size();
    int[] valid = lengths.stream().mapToInt(Integer::intValue).toArray();
    return new Batch(
        inputs,
        shape,
        labels.stream().mapToInt(Integer::intValue).toArray(),
        complete ? null : valid);
  }

  /** Scores by class and unit of one layer. */
  private float[][] scores(
      Network network,
      NetworkNode layer,
      int units,
      Batch batch,
      float[] before,
      SharedForward forward) {
    int classes = network.outputShape().elements();
    double[][] vectors = vectors(network, layer, units);
    int count = Math.max(1, (int) Math.ceil(clusterShare * units));
    float[][] scores = new float[classes][units];
    for (int[] cluster : UnitClusters.of(vectors, count)) {
      int unit = UnitClusters.representative(vectors, cluster);
      double[] changes = new double[classes];
      for (float factor : factors) {
        float[] after = forward.forward(mutated(network, layer, unit, factor)).data();
        addChanges(batch.labels(), before, after, changes);
      }
      for (int c = 0; c < classes; c++) {
        for (int member : cluster) {
          scores[c][member] = (float) (changes[c] / factors.size());
        }
      }
    }
    return scores;
  }

  /** Adds the mean change of each class's output over the samples of the class. */
  private static void addChanges(int[] labels, float[] before, float[] after, double[] changes) {
    int classes = changes.length;
    double[] sums = new double[classes];
    int[] counts = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      int at = i * classes + labels[i];
      sums[labels[i]] += Math.abs((double) after[at] - before[at]);
      counts[labels[i]]++;
    }
    for (int c = 0; c < classes; c++) {
      changes[c] += sums[c] / counts[c];
    }
  }

  /** The network with one unit of a layer multiplied by a factor. */
  private static Network mutated(Network network, NetworkNode layer, int unit, float factor) {
    NetworkBuilder net = NetworkBuilder.like(network, network.name() + "-mutant", 0);
    GraphCopy copy = new GraphCopy(network, net);
    for (int i = 0; i < network.nodes().size(); i++) {
      Value y = copy.add(i);
      if (network.nodes().get(i).equals(layer)) {
        copy.replace(i, net.add(layer.name() + ".mutation", new ScaledUnit(unit, factor), y));
      }
    }
    return net.build();
  }

  /**
   * The weights that make each unit: those of the nearest layer before with a weight whose last
   * axis are the units. Where there is none all units are unlike each other.
   */
  private static double[][] vectors(Network network, NetworkNode layer, int units) {
    int at = network.nodes().indexOf(layer);
    while (at != Network.INPUT) {
      for (Tensor t : network.nodes().get(at).layer().parameters().values()) {
        if (t.shape().rank() >= 2 && t.dim(-1) == units) {
          return columns(t, units);
        }
      }
      at = network.nodes().get(at).inputs().getFirst();
    }
    double[][] unlike = new double[units][units];
    for (int u = 0; u < units; u++) {
      unlike[u][u] = 1 + u;
    }
    return unlike;
  }

  private static double[][] columns(Tensor weight, int units) {
    double[][] columns = new double[units][weight.elements() / units];
    for (int i = 0; i < weight.elements(); i++) {
      columns[i % units][i / units] = weight.data()[i];
    }
    return columns;
  }

  /** The units with the highest scores, by class. */
  private BitSet[] best(float[][] scores) {
    BitSet[] kept = new BitSet[scores.length];
    for (int c = 0; c < scores.length; c++) {
      float[] own = scores[c];
      int count = Math.max(1, (int) Math.round(keptShare * own.length));
      Integer[] order = new Integer[own.length];
      Arrays.setAll(order, u -> u);
      Arrays.sort(order, (a, b) -> Float.compare(own[b], own[a])); // stable: lower index first
      kept[c] = new BitSet();
      for (int k = 0; k < count; k++) {
        kept[c].set(order[k]);
      }
    }
    return kept;
  }

  /** Cuts with one output each. */
  private static final class Modules extends SideBySide {
    Modules(Network whole, ModuleSet modules) {
      super(whole, modules);
    }

    @Override
    Optional<BitSet> outputs(int classIndex) {
      BitSet own = new BitSet();
      own.set(classIndex);
      return Optional.of(own);
    }
  }
}
