package org.modaj.moda.replace;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Value;
import org.modaj.nn.train.TrainingListener;

/**
 * A weak classifier in which one output comes from a module for that class, cut out of a strong
 * network (the paper's module replacement). Both read the same input; both stay as they are.
 *
 * <p>What comes out are ordinary networks, with all layers of the two in one graph: they can be
 * evaluated, saved and shipped like any other. Their layers are named {@code weak.…} and {@code
 * module.…}. They are made for evaluation: training them as a whole would move the running
 * statistics of what is to stay as it is.
 *
 * <p>Shapes: weak output {@code [n]}, module output {@code [1]}, repaired output {@code [n]};
 * output i stands for the same class as the weak network's output i.
 */
public final class Replacement {
  private static final String OPERATION = "replace";

  private final Network weak;
  private final Network module;
  private final int patch;
  private final @Nullable OutputRange range;

  private Replacement(Network weak, Network module, int patch, @Nullable OutputRange range) {
    check(weak, module, patch);
    this.weak = frozen(weak);
    this.module = frozen(module);
    this.patch = patch;
    this.range = range;
  }

  /**
   * MODA's replacement: the weak network's logits and the module's logit as they are; they are to
   * be {@linkplain #calibrated calibrated}.
   *
   * @param weak classifier with two outputs or more; copied
   * @param module network with one output, for the class of output {@code patch}; copied
   * @param patch the weak network's output that is replaced
   * @throws ModularizationException when the two read different inputs or have other outputs
   */
  public static Replacement ofLogits(Network weak, Network module, int patch) {
    return new Replacement(weak, module, patch, null);
  }

  /**
   * CNNSplitter's replacement (ASE 2022): the weak network's softmax probabilities and the module's
   * output brought to [0, 1] by the range it has on the strong network's training samples.
   *
   * @param range the module's smallest and largest output on these samples
   * @throws ModularizationException as {@link #ofLogits}
   */
  public static Replacement ofProbabilities(
      Network weak, Network module, int patch, OutputRange range) {
    return new Replacement(weak, module, patch, range);
  }

  private static void check(Network weak, Network module, int patch) {
    if (!weak.inputShape().equals(module.inputShape())
        || weak.readsSequences() != module.readsSequences()) {
      throw refused(
          "the weak network reads "
              + input(weak)
              + ", the module "
              + input(module)
              + "; both must be made for the same data");
    }
    if (module.outputShape().elements() != 1) {
      throw refused(
          "the module has "
              + module.outputShape().elements()
              + " outputs, but one output is to be replaced; compose it for one class");
    }
    int outputs = weak.outputShape().elements();
    if (weak.outputShape().rank() != 1 || outputs < 2) {
      throw refused(
          "the weak network's output is "
              + weak.outputShape()
              + "; it must be a classifier of two classes or more");
    }
    if (patch < 0 || patch >= outputs) {
      throw refused(
          "output "
              + patch
              + " does not exist; the weak network's outputs are 0 to "
              + (outputs - 1));
    }
  }

  private static ModularizationException refused(String detail) {
    return new ModularizationException(OPERATION, null, detail);
  }

  static String input(Network network) {
    return (network.readsSequences() ? "sequences " : "samples ") + network.inputShape();
  }

  static Network frozen(Network network) {
    Network copy = network.copy();
    copy.parameters().values().forEach(t -> t.requireGrad(false));
    return copy;
  }

  /** Number of outputs. */
  public int outputs() {
    return weak.outputShape().elements();
  }

  // ------------------------------------------------------------------------------ networks

  /**
   * The network that the calibration layer reads: the weak network's outputs without the replaced
   * one, then the module's, {@code [n]}.
   */
  public Network joined() {
    NetworkBuilder net = builder("joined");
    join(net);
    return net.build();
  }

  /** The weak network with its output replaced and nothing trained. */
  public Network overwritten() {
    NetworkBuilder net = builder("overwritten");
    int last = outputs() - 1;
    int[] order =
        IntStream.rangeClosed(0, last)
            .map(i -> i == patch ? last : i < patch ? i : i - 1)
            .toArray();
    net.align("overwritten", join(net), order);
    return net.build();
  }

  /**
   * The weak network with its output replaced and a calibration layer after it, trained on samples
   * of all n classes. The two networks compute every sample once: what the layer reads does not
   * change while it learns.
   *
   * @param samples the weak network's training samples, labelled 0 to n - 1; read as epoch 0, and
   *     in these batches in every epoch of the calibration
   * @param listeners told about the calibration's epochs
   * @throws ModularizationException when the samples have another number of classes
   */
  public Network calibrated(
      BatchSource samples, Calibration calibration, TrainingListener... listeners) {
    if (samples.classes() != outputs()) {
      throw refused(
          "the weak network has "
              + outputs()
              + " outputs, the samples to calibrate on "
              + samples.classes()
              + " classes");
    }
    Network layer = calibration.layer(outputs());
    calibration.fit(layer, OutputBatches.of(joined(), samples), listeners);
    return calibrated(layer);
  }

  /**
   * The weak network with its output replaced and this calibration layer after it.
   *
   * @param layer network {@code [n] -> [n]}; copied
   */
  public Network calibrated(Network layer) {
    NetworkBuilder net = builder("calibrated");
    net.embed("calibration", layer.copy(), join(net));
    return net.build();
  }

  private NetworkBuilder builder(String what) {
    return NetworkBuilder.like(weak, weak.name() + "-" + module.name() + "-" + what, 0);
  }

  private Value join(NetworkBuilder net) {
    Value weakOutput = net.embed("weak", weak, net.input());
    Value moduleOutput = net.embed("module", module, net.input());
    if (range != null) {
      weakOutput = net.softmax("weak_probabilities", weakOutput);
      moduleOutput = range.normalize(net, "module_normalized", moduleOutput);
    }
    int[] kept = IntStream.range(0, outputs()).filter(i -> i != patch).toArray();
    return net.concat("joined", net.align("weak_kept", weakOutput, kept), moduleOutput);
  }

  @Override
  public String toString() {
    return "replacement of output "
        + patch
        + " of "
        + weak
        + " by "
        + module
        + (range == null ? "" : ", module output in [" + range.min() + ", " + range.max() + "]");
  }
}
