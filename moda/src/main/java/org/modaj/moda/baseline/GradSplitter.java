package org.modaj.moda.baseline;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.ops.CrossEntropy;
import org.modaj.engine.ops.Mean;
import org.modaj.engine.ops.WeightedSum;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.ModuleSet;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.TrackedOutput;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.optim.Adam;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Optimizer;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.EpochResult;
import org.modaj.nn.train.Trainer;
import org.modaj.nn.train.TrainingObjective;

/**
 * GradSplitter (Qi et al., TOSEM 2023): decomposes a trained network, which stays as it is. For
 * each class it learns one parameter a channel, 1 at first, and a head that makes one score of the
 * network's outputs. The activations of channels whose parameter is not above 0 are 0. The scores
 * of all classes beside each other are the prediction, and what is minimized is
 *
 * <pre>cross-entropy(scores, label) + λ · mean over modules and channels of sign(p)</pre>
 *
 * with Adam, batch normalization in evaluation mode. The channels are those of the tracked layers
 * that compute images; a network without images is split at all tracked layers. A module that would
 * be left with no channel of a layer keeps the one of the largest parameter.
 *
 * @param schedule the phases
 * @param lambda weight of the modules' size, at least 0; published: 0.1
 * @param batchSize samples of a step; published: 64
 * @param seed of the heads and the order of samples
 */
public record GradSplitter(Schedule schedule, double lambda, int batchSize, long seed)
    implements ModularizationMethod {
  private static final String NAME = "gradsplitter";

  /** Checks the numbers. */
  public GradSplitter {
    if (!(lambda >= 0) || Double.isInfinite(lambda) || batchSize < 1) {
      throw new ModularizationException(
          NAME,
          null,
          "expected a weight of at least 0 and batches of at least 1, actual "
              + lambda
              + ", "
              + batchSize);
    }
  }

  /**
   * The phases: first heads only, then blocks of epochs of everything and epochs of heads only, as
   * long as there are epochs left.
   *
   * @param warmUp first epochs, heads only
   * @param joint epochs of everything in a block
   * @param heads epochs of heads only in a block
   * @param epochs in all
   * @param warmUpRate learning rate of the first epochs
   * @param rate learning rate of the blocks
   */
  public record Schedule(
      int warmUp, int joint, int heads, int epochs, double warmUpRate, double rate) {
    /** Checks the numbers. */
    public Schedule {
      if (warmUp < 0
          || joint < 1
          || heads < 0
          || epochs < warmUp
          || !(warmUpRate > 0 && rate > 0)) {
        throw new ModularizationException(
            NAME,
            null,
            "a schedule needs epochs of everything, no fewer epochs in all than first ones, and"
                + " learning rates above 0, actual first "
                + warmUp
                + ", everything "
                + joint
                + ", heads "
                + heads
                + ", all "
                + epochs
                + ", rates "
                + warmUpRate
                + ", "
                + rate);
      }
    }

    /** 5 epochs of heads, blocks of 5 and 2, 140 in all; rates 0.01 and 0.001. */
    public static Schedule published() {
      return new Schedule(5, 5, 2, 140, 0.01, 0.001);
    }

    /** As published with another number of epochs; the first ones and the blocks in proportion. */
    public Schedule shortened(int all) {
      double share = Math.min(1, (double) all / epochs);
      return new Schedule(
          Math.min(all, Math.max(1, (int) Math.round(warmUp * share))),
          Math.max(1, (int) Math.round(joint * share)),
          Math.max(1, (int) Math.round(heads * share)),
          all,
          warmUpRate,
          rate);
    }
  }

  /** The published settings. */
  public static GradSplitter published(long seed) {
    return new GradSplitter(Schedule.published(), 0.1, 64, seed);
  }

  /** The same with another schedule. */
  public GradSplitter with(Schedule other) {
    return new GradSplitter(other, lambda, batchSize, seed);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Standard training: the method starts from what that gives. */
  @Override
  public Training prepare(Network fresh, long trainingSeed) {
    return new Training(fresh, TrainingObjective.crossEntropy());
  }

  @Override
  public ClassModules modularize(Network trained, TrainingSamples samples, Progress progress) {
    Search search = new Search(trained, samples.classes());
    search.run(samples.shuffled(batchSize, seed), progress);
    return search.modules();
  }

  /** The layers whose channels are switched. */
  static List<NetworkNode> splitLayers(Network network) {
    List<NetworkNode> tracked = network.trackedNodes();
    List<NetworkNode> images = tracked.stream().filter(n -> n.shape().rank() == 3).toList();
    if (tracked.isEmpty()) {
      throw new ModularizationException(
          NAME, network.name(), "the network has no activation layer to split at");
    }
    return images.isEmpty() ? tracked : images;
  }

  /** A head: linear to all classes, ReLU, linear to one score, sigmoid; after a ReLU. */
  private static Value head(
      NetworkBuilder net, String module, Value y, Dense toClasses, Dense toScore) {
    Value x = net.relu(module + ".head.0", y);
    x = net.relu(module + ".head.2", net.dense(module + ".head.1", x, toClasses));
    return net.sigmoid(module + ".head.4", net.dense(module + ".head.3", x, toScore));
  }

  /** One search for the modules of a network. */
  private final class Search {
    private final Network whole;
    private final int classes;
    private final List<NetworkNode> layers;

    /** Parameters by class and layer. */
    private final List<List<Tensor>> switches = new ArrayList<>();

    private final Map<String, Tensor> gates = new LinkedHashMap<>();
    private final Map<String, Tensor> heads = new LinkedHashMap<>();
    private final Network all;

    Search(Network whole, int classes) {
      if (whole.outputShape().elements() != classes) {
        throw new ModularizationException(
            NAME,
            whole.name(),
            "the network has "
                + whole.outputShape().elements()
                + " outputs, the samples "
                + classes
                + " classes");
      }
      this.whole = whole;
      this.classes = classes;
      this.layers = splitLayers(whole);
      this.all = gated();
    }

    /** All modules with their switches in one network, their scores side by side. */
    private Network gated() {
      Network frozen = whole.copy().withFixedStatistics();
      frozen.parameters().values().forEach(t -> t.requireGrad(false));
      NetworkBuilder net = NetworkBuilder.like(whole, whole.name() + "-" + NAME, seed);
      Value[] scores = new Value[classes];
      for (int c = 0; c < classes; c++) {
        String module = "module" + c;
        Network one = one(frozen, c);
        scores[c] =
            head(net, module, net.embed(module, one, net.input()), Dense.of(classes), Dense.of(1));
      }
      net.concat("scores", scores);
      Network network = net.build();
      network
          .parameters()
          .forEach((name, t) -> {
            if (name.contains(".head.")) {
              heads.put(name, t);
            }
          });
      return network;
    }

    /** The frozen network with the switches of one class. */
    private Network one(Network frozen, int c) {
      NetworkBuilder net = NetworkBuilder.like(frozen, frozen.name(), 0);
      GraphCopy copy = new GraphCopy(frozen, net);
      List<Tensor> own = new ArrayList<>();
      List<String> names = layers.stream().map(NetworkNode::name).toList();
      for (int i = 0; i < frozen.nodes().size(); i++) {
        String name = frozen.nodes().get(i).name();
        Value y = copy.add(i);
        if (names.contains(name)) {
          Shape channels = Shape.of(y.channels());
          Tensor p = Initializer.constant(1).parameter(channels, seed, name);
          own.add(p);
          gates.put("module" + c + "." + name + ".gate", p);
          copy.replace(i, net.add(name + ".gate", new Gate(p), y));
        }
      }
      switches.add(own);
      return net.build();
    }

    void run(BatchSource batches, Progress progress) {
      Map<String, Tensor> everything = new LinkedHashMap<>(gates);
      everything.putAll(heads);
      Optimizer first = new Adam(heads, Adam.Settings.DEFAULT);
      Optimizer joint = new Adam(everything, Adam.Settings.DEFAULT);
      Optimizer later = new Adam(heads, Adam.Settings.DEFAULT);
      List<EpochResult> done =
          phase(first, false, schedule.warmUpRate(), schedule.warmUp(), batches, List.of());
      boolean isJoint = true;
      while (done.size() < schedule.epochs()) {
        progress.say(NAME + ": epoch " + done.size() + " of " + schedule.epochs());
        int end =
            Math.min(
                schedule.epochs(), done.size() + (isJoint ? schedule.joint() : schedule.heads()));
        done = phase(isJoint ? joint : later, isJoint, schedule.rate(), end, batches, done);
        isJoint = !isJoint || schedule.heads() == 0;
      }
    }

    private List<EpochResult> phase(
        Optimizer optimizer,
        boolean withSwitches,
        double rate,
        int end,
        BatchSource batches,
        List<EpochResult> before) {
      gates.values().forEach(p -> p.requireGrad(withSwitches));
      return new Trainer(
              all, optimizer, LearningRateSchedule.constant(rate), new Objective(withSwitches))
          .seed(seed)
          .fit(batches, null, end, before);
    }

    /** Cross-entropy of the scores, and the modules' size while switches learn. */
    private final class Objective implements TrainingObjective {
      private final boolean withSize;

      Objective(boolean withSize) {
        this.withSize = withSize;
      }

      @Override
      public boolean tracksUnits() {
        return false;
      }

      @Override
      public Value compute(TrackedOutput output, int[] labels) {
        Tensor crossEntropy = CrossEntropy.apply(output.output(), labels);
        if (!withSize) {
          return new Value(crossEntropy, Map.of(CROSS_ENTROPY, (double) crossEntropy.item()));
        }
        Tensor[] terms = new Tensor[gates.size() + 1];
        double[] weights = new double[terms.length];
        int channels = gates.values().stream().mapToInt(Tensor::elements).sum();
        double size = 0;
        int at = 0;
        for (Tensor p : gates.values()) {
          terms[at] = Mean.apply(Gate.sign(p));
          double share = (double) p.elements() / channels;
          size += terms[at].item() * share;
          weights[at++] = lambda * share;
        }
        terms[at] = crossEntropy;
        weights[at] = 1;
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put(CROSS_ENTROPY, (double) crossEntropy.item());
        parts.put("kept_channels", size);
        return new Value(WeightedSum.apply(terms, weights), parts);
      }
    }

    ClassModules modules() {
      int[] units = new int[layers.size()];
      BitSet[][] kept = new BitSet[layers.size()][classes];
      for (int l = 0; l < units.length; l++) {
        units[l] = layers.get(l).shape().dim(-1);
        for (int c = 0; c < classes; c++) {
          kept[l][c] = above(switches.get(c).get(l).data());
        }
      }
      List<String> names = layers.stream().map(NetworkNode::name).toList();
      return new Modules(whole, new ModuleSet(names, units, kept), heads);
    }
  }

  /** The channels whose parameter is above 0; never none. */
  private static BitSet above(float[] p) {
    BitSet kept = new BitSet();
    int largest = 0;
    for (int c = 0; c < p.length; c++) {
      kept.set(c, p[c] > 0);
      largest = p[c] > p[largest] ? c : largest;
    }
    if (kept.isEmpty()) {
      kept.set(largest);
    }
    return kept;
  }

  /** Cuts with a head each. */
  private static final class Modules extends SideBySide {
    private final Map<String, Tensor> heads;

    Modules(Network whole, ModuleSet modules, Map<String, Tensor> heads) {
      super(whole, modules);
      this.heads = heads;
    }

    @Override
    Optional<BitSet> outputs(int classIndex) {
      return Optional.empty();
    }

    @Override
    Value after(NetworkBuilder net, int classIndex, Value y) {
      String module = "module" + classIndex;
      return head(
          net,
          "own",
          y,
          trained(units().classes(), module + ".head.1"),
          trained(1, module + ".head.3"));
    }

    private Dense trained(int units, String layer) {
      return Dense.of(units)
          .init(
              copy(requireNonNull(heads.get(layer + ".weight"))),
              copy(requireNonNull(heads.get(layer + ".bias"))));
    }

    private static Initializer copy(Tensor from) {
      return (to, random) -> System.arraycopy(from.data(), 0, to.data(), 0, to.elements());
    }

    @Override
    long ownParameters() {
      int n = units().classes();
      return (long) n * n + n + n + 1;
    }
  }
}
