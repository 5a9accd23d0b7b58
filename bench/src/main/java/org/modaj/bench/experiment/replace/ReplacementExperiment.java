package org.modaj.bench.experiment.replace;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ClassSelection;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.progress.WatchedBatches;
import org.modaj.data.DataSplit;
import org.modaj.moda.replace.Calibration;
import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.Evaluation;

/**
 * Weak networks for some classes and a mixed one, each repaired by the strong network's module of
 * the mixed class.
 */
public final class ReplacementExperiment {
  private final StrongNetwork strong;
  private final DataSplit whole;
  private final int[] others;
  private final WeakSettings weak;
  private final Calibration calibration;
  private final List<Variant> variants;
  private final @Nullable Path out;
  private final Progress progress;

  /**
   * Prepares the experiment.
   *
   * @param whole the data set
   * @param others the classes that every weak network learns besides the mixed one, which becomes
   *     the last label
   * @param variants how to repair
   * @param out folder for checkpoints, or null
   */
  public ReplacementExperiment(
      StrongNetwork strong,
      DataSplit whole,
      int[] others,
      WeakSettings weak,
      Calibration calibration,
      List<Variant> variants,
      @Nullable Path out,
      Progress progress) {
    this.strong = strong;
    this.whole = whole;
    this.others = others.clone();
    this.weak = weak;
    this.calibration = calibration;
    this.variants = List.copyOf(variants);
    this.out = out;
    this.progress = progress;
  }

  /**
   * What came out.
   *
   * @param repairs by mixed class, fit and variant
   * @param means over the mixed classes, by fit and variant
   * @param checksums of each mixed class's weak training samples, by class name
   */
  public record Outcome(
      List<Repair> repairs, List<Repair.Mean> means, Map<String, String> checksums) {}

  /**
   * Runs it.
   *
   * @param mixed the classes that are mixed in, one after the other
   * @throws IOException when a checkpoint cannot be read or written
   * @throws ExperimentException as {@link #requirePossible}
   */
  public Outcome run(int... mixed) throws IOException {
    requirePossible(strong.selection(), others, mixed);
    List<Repair> repairs = new ArrayList<>();
    Map<String, String> checksums = new LinkedHashMap<>();
    for (int c : mixed) {
      WeakNetworks networks =
          WeakNetworks.train(weak, whole, classes(c), folder("weak-" + c), progress);
      checksums.put(whole.train().allClassNames().get(c), networks.data().train().checksum());
      for (Fit fit : Fit.values()) {
        repairs.addAll(repair(c, fit, networks));
      }
    }
    List<Repair.Mean> means = new ArrayList<>();
    for (Fit fit : Fit.values()) {
      for (Variant variant : variants) {
        means.add(Repair.Mean.of(repairs.stream(), fit, variant));
      }
    }
    return new Outcome(repairs, means, checksums);
  }

  /**
   * Fails unless weak networks can be made of these classes.
   *
   * @param known the strong network's classes
   * @throws ExperimentException when there are no others, the strong network does not know a mixed
   *     class, or one is among the others
   */
  public static void requirePossible(ClassSelection known, int[] others, int... mixed) {
    if (others.length == 0) {
      throw new ExperimentException(
          "there is no class left for the weak network besides the mixed one: the strong network"
              + " knows all classes; name some with --others");
    }
    StrongNetwork.requireKnown(known, mixed);
    for (int c : mixed) {
      if (Arrays.stream(others).anyMatch(o -> o == c)) {
        throw new ExperimentException(
            "class "
                + c
                + " ("
                + known.names().get(c)
                + ") is to be mixed in, but it is among the others "
                + Arrays.toString(others));
      }
    }
  }

  /** The weak network's classes in the order of its outputs. */
  private int[] classes(int mixed) {
    return IntStream.concat(IntStream.of(others), IntStream.of(mixed)).toArray();
  }

  private @Nullable Path folder(String name) {
    return out == null ? null : out.resolve(name);
  }

  private List<Repair> repair(int mixed, Fit fit, WeakNetworks networks) throws IOException {
    DataSplit data = networks.data();
    Network before = requireNonNull(networks.byFit().get(fit));
    Repair.Accuracies weakAccuracies = measure(before, data);
    Variant.Parts parts =
        new Variant.Parts(before, strong.module(mixed), others.length, () -> strong.range(mixed));
    List<Repair> repairs = new ArrayList<>();
    for (Variant variant : variants) {
      Network repaired =
          variant.repair(parts, data.plainTraining(weak.training().batchSize()), calibration);
      save(repaired, data, folder("repaired-" + mixed + "-" + fit + "-" + variant));
      Repair repair =
          new Repair(
              mixed,
              whole.train().allClassNames().get(mixed),
              fit,
              weak.epoch(fit),
              variant,
              weakAccuracies,
              measure(repaired, data));
      progress.say(line(repair));
      repairs.add(repair);
    }
    return repairs;
  }

  private void save(Network repaired, DataSplit data, @Nullable Path name) throws IOException {
    if (name != null) {
      int[] all = IntStream.range(0, data.train().classes()).toArray();
      SavedModel.save(
          repaired,
          data,
          all,
          strong.network().sha256(),
          null,
          name.resolveSibling(name.getFileName() + ".safetensors"));
    }
  }

  private Repair.Accuracies measure(Network network, DataSplit data) {
    Evaluation evaluation =
        Evaluation.of(
            network,
            new WatchedBatches(data.testBatches(), "evaluating " + network.name(), progress));
    int[] labels = IntStream.range(0, data.train().classes()).toArray();
    return Repair.Accuracies.of(evaluation.accuracyByClass(labels), others.length);
  }

  private static String line(Repair repair) {
    return String.format(
        Locale.ROOT,
        "%s, %s, %s: target class %.2f -> %.2f %%, others %.2f -> %.2f %%",
        repair.className(),
        repair.fit(),
        repair.variant(),
        100 * repair.weak().target(),
        100 * repair.repaired().target(),
        100 * repair.weak().others(),
        100 * repair.repaired().others());
  }
}
