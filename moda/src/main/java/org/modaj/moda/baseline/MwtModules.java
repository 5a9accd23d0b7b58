package org.modaj.moda.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.Composer;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.ModuleMetrics;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.slice.Joins;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.moda.slice.Slicer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.Trainer;
import org.modaj.nn.train.TrainingObjective;

/**
 * MwT's modules: channels of convolutions, cut out of the network without its mask generators. The
 * first convolution stays whole, dense layers keep all their outputs and the network all its
 * classes; a first depthwise convolution after the first one stays whole too, as in the published
 * fork. A head, ReLU and a dense layer from all classes to the target classes, follows, and the
 * whole is fine-tuned on the training samples of the target classes.
 */
public final class MwtModules implements ClassModules {
  private final Network plain;
  private final ModuleSet modules;
  private final List<String> cutLayers;

  /** Index of the masked layer that stays whole, or -1. */
  private final int whole;

  private final FineTuning tuning;
  private final TrainingSamples samples;

  /**
   * How composed networks are fine-tuned: stochastic gradient descent with Nesterov momentum 0.9 on
   * cross-entropy, a cosine whose period is twice the published number of epochs.
   *
   * @param epochs at least 0; 0 leaves the head out, and composed networks have their original
   *     outputs of the target classes. Published: 10
   * @param period epochs in which the learning rate would fall to 0; published: 20
   * @param learningRate of the first epoch; published: 0.05
   * @param batchSize samples of a step; published: 128
   * @param seed of the head and the order of samples
   */
  public record FineTuning(int epochs, int period, double learningRate, int batchSize, long seed) {
    /** Checks the numbers. */
    public FineTuning {
      if (epochs < 0 || period < 1 || !(learningRate > 0) || batchSize < 2) {
        throw new ModularizationException(
            "mwt fine-tuning",
            null,
            "expected 0 epochs or more, a period of at least 1, a learning rate above 0 and batches"
                + " of at least 2, actual "
                + epochs
                + ", "
                + period
                + ", "
                + learningRate
                + ", "
                + batchSize);
      }
    }

    /** The published schedule. */
    public static FineTuning published(long seed) {
      return new FineTuning(10, 20, 0.05, 128, seed);
    }

    /** The published schedule with another number of epochs and a period in proportion. */
    public static FineTuning of(int epochs, long seed) {
      return new FineTuning(epochs, Math.max(1, 2 * epochs), 0.05, 128, seed);
    }
  }

  /**
   * Creates modules.
   *
   * @param plain the network without generators, see {@link MwtNetwork#plain}
   * @param modules channels by class, named by convolution
   * @param samples for fine-tuning
   * @throws ModularizationException when the modules are of another network
   */
  public MwtModules(Network plain, ModuleSet modules, FineTuning tuning, TrainingSamples samples) {
    this.plain = plain;
    this.modules = modules;
    this.tuning = tuning;
    this.samples = samples;
    this.cutLayers = MwtRecognition.cutLayers(plain, modules.layers());
    if (cutLayers.size() != modules.layers().size()
        || plain.outputShape().elements() != modules.classes()) {
      throw new ModularizationException(
          "mwt",
          plain.name(),
          "the modules are of the convolutions "
              + modules.layers()
              + " and "
              + modules.classes()
              + " classes; were they made from another network?");
    }
    List<Convolutions.Convolution> all = Convolutions.of(plain);
    boolean firstIsDepthwise =
        all.size() > 1
            && all.get(1).depthwise()
            && modules.layers().getFirst().equals(all.get(1).name());
    this.whole = firstIsDepthwise ? 0 : -1;
  }

  @Override
  public Network whole() {
    return plain;
  }

  @Override
  public ModuleSet units() {
    return modules;
  }

  /**
   * What stays for some classes, all outputs included; without the head.
   *
   * @throws ModularizationException when there is no class or one does not exist
   */
  public SlicePlan plan(int... classes) {
    return Slicer.plan(plain, kept(classes), null, Joins.ARTIFACT);
  }

  private Map<String, BitSet> kept(int... classes) {
    int[] targets = Composer.targets(modules.classes(), classes);
    List<BitSet> union = List.copyOf(modules.union(targets).values());
    Map<String, BitSet> kept = new LinkedHashMap<>();
    for (int l = 0; l < union.size(); l++) {
      if (l != whole) {
        kept.put(cutLayers.get(l), union.get(l));
      }
    }
    return kept;
  }

  /** Adds the head to a cut network: ReLU and a dense layer, {@code [classes] -> [targets]}. */
  public static Network withHead(Network cut, int targets, long seed) {
    NetworkBuilder net = NetworkBuilder.like(cut, cut.name(), seed);
    Value y = new GraphCopy(cut, net).addAll();
    net.dense("module_head.1", net.relu("module_head.0", y), Dense.of(targets));
    return net.build();
  }

  @Override
  public ModuleStatistics statistics() {
    List<SlicePlan> plans = plans();
    return ModuleStatistics.of(plain, plans, headParameters(), operations(plans));
  }

  /** As {@link #statistics}, of the parts that the paper reports. */
  public ModuleMetrics metrics() {
    List<SlicePlan> plans = plans();
    return ModuleMetrics.of(plain, plans, operations(plans), headParameters());
  }

  private List<SlicePlan> plans() {
    List<SlicePlan> plans = new ArrayList<>();
    for (int c = 0; c < modules.classes(); c++) {
      plans.add(plan(c));
    }
    return plans;
  }

  /** Weights and bias of the head of a module of one class. */
  private long headParameters() {
    return modules.classes() + 1L;
  }

  private List<Long> operations(List<SlicePlan> plans) {
    return plans.stream().map(p -> p.build(plain.name()).flops() + modules.classes()).toList();
  }

  @Override
  public Composed compose(int... classes) {
    int[] targets = Composer.targets(modules.classes(), classes);
    Network untuned = untuned(targets);
    return tuning.epochs() == 0
        ? Composed.of(plain, targets, untuned, Optional.empty())
        : Composed.of(plain, targets, tuned(targets), Optional.of(untuned));
  }

  /** The cut network with its outputs of the target classes. */
  private Network untuned(int[] targets) {
    BitSet outputs = new BitSet();
    Arrays.stream(targets).forEach(outputs::set);
    return Slicer.plan(plain, kept(targets), outputs, Joins.ARTIFACT).build(name(targets));
  }

  private String name(int[] targets) {
    return plain.name()
        + "-mwt-"
        + Arrays.stream(targets).mapToObj(Integer::toString).collect(Collectors.joining("-"));
  }

  /** The cut network with its head, fine-tuned. */
  private Network tuned(int[] targets) {
    Network network = withHead(plan(targets).build(name(targets)), targets.length, tuning.seed());
    BatchSource batches = samples.shuffled(tuning.batchSize(), tuning.seed(), targets);
    new Trainer(
            network,
            new Sgd(network.parameters(), Mwt.MOMENTUM, true, 0),
            LearningRateSchedule.cosine(tuning.learningRate(), tuning.period()),
            TrainingObjective.crossEntropy())
        .seed(tuning.seed())
        .fit(batches, null, tuning.epochs());
    return network.withClasses(Arrays.stream(targets).boxed().toList());
  }
}
