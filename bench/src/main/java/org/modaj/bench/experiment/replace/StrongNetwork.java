package org.modaj.bench.experiment.replace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ClassSelection;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.Modularization;
import org.modaj.bench.progress.WatchedBatches;
import org.modaj.data.DataSplit;
import org.modaj.moda.ModuleSetFile;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.replace.OutputRange;
import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;

/** A strong network and its single-class modules. */
public final class StrongNetwork {
  /** File of the modules in the run's folder. */
  static final String MODULES = "modules.safetensors";

  private final ClassSelection selection;
  private final DataSplit data;
  private final Modularization modules;
  private final Progress progress;
  private final Map<Integer, OutputRange> ranges = new LinkedHashMap<>();

  private StrongNetwork(DataSplit data, Modularization modules, Progress progress) {
    this.selection = ClassSelection.of(data);
    this.data = data;
    this.progress = progress;
    this.modules = modules;
  }

  /**
   * Recognizes the modules, or takes those in a folder that were recognized in this network by this
   * rule.
   *
   * @param network the network; its output i stands for label i of the data
   * @param data the classes it knows
   * @param folder where the modules are kept, which exists, or null
   * @throws IOException when a file in it cannot be read or written
   */
  public static StrongNetwork of(
      Network network, DataSplit data, Recognition rule, @Nullable Path folder, Progress progress)
      throws IOException {
    Path file = folder == null ? null : folder.resolve(MODULES);
    if (file != null && Files.exists(file)) {
      ModuleSetFile kept = ModuleSetFile.load(file);
      if (kept.rule().equals(rule)) {
        return new StrongNetwork(data, Modularization.of(network, kept), progress);
      }
    }
    Modularization modules = Modularization.of(network, data, rule, progress);
    if (file != null) {
      modules.file().save(file);
    }
    return new StrongNetwork(data, modules, progress);
  }

  /** The strong network as a whole. */
  public Network network() {
    return modules.network();
  }

  /** Which class each output stands for. */
  public ClassSelection selection() {
    return selection;
  }

  /**
   * Fails unless the network knows these classes of the data set.
   *
   * @throws ExperimentException naming the class that it does not know
   */
  public static void requireKnown(ClassSelection known, int... classes) {
    for (int c : classes) {
      if (!known.classes().contains(c)) {
        throw new ExperimentException(
            "the strong network has no module for class "
                + c
                + " ("
                + known.names().get(c)
                + "); it knows the classes "
                + known.classes());
      }
    }
  }

  /** The module of a class of the data set: a network with one output. */
  public Network module(int dataClass) {
    requireKnown(selection, dataClass);
    return modules.composer().compose(output(dataClass));
  }

  private int output(int dataClass) {
    return selection.classes().indexOf(dataClass);
  }

  /** The range of a module's output on the strong network's training samples; measured once. */
  OutputRange range(int dataClass) {
    return ranges.computeIfAbsent(
        dataClass,
        c ->
            OutputRange.measure(
                module(c),
                new WatchedBatches(
                    data.plainTraining(),
                    "measuring the module of " + selection.names().get(c),
                    progress)));
  }

  /** Parameters of each of these classes' modules, as a share of the whole network's. */
  public Map<String, Object> moduleSizes(int... classes) {
    Map<String, Object> sizes = new LinkedHashMap<>();
    Arrays.stream(classes)
        .forEach(c ->
            sizes.put(
                selection.names().get(c),
                (double) modules.composer().plan(output(c)).parameterCount()
                    / network().parameterCount()));
    return sizes;
  }
}
