package org.modaj.bench.experiment.replace;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.bench.experiment.ClassSelection;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.LabelledData;
import org.modaj.bench.experiment.Modularization;
import org.modaj.bench.progress.WatchedBatches;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.replace.OutputRange;
import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;

/** A strong network and its single-class modules. */
public final class StrongNetwork {
  private final ClassSelection selection;
  private final LabelledData data;
  private final Modularization modules;
  private final Progress progress;
  private final Map<Integer, OutputRange> ranges = new LinkedHashMap<>();

  /**
   * Recognizes the modules.
   *
   * @param network the network; its output i stands for {@code classes[i]}
   * @param whole the data set
   * @param classes the classes it knows, as the data set numbers them
   */
  public StrongNetwork(
      Network network, LabelledData whole, int[] classes, Recognition rule, Progress progress) {
    this.selection = whole.selection().select(classes);
    this.data = whole.select(classes);
    this.progress = progress;
    this.modules = Modularization.of(network, data, rule, progress);
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
            "the strong network has no module for class " + c + " (" + known.names().get(c)
                + "); it knows the classes " + known.classes());
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
        .forEach(
            c ->
                sizes.put(
                    selection.names().get(c),
                    (double) modules.composer().plan(output(c)).parameterCount()
                        / network().parameterCount()));
    return sizes;
  }
}
