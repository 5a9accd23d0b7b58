package org.modaj.bench.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.modaj.data.DataSplit;
import org.modaj.moda.Composer;
import org.modaj.moda.baseline.MwtNetwork;
import org.modaj.moda.replace.Assembly;
import org.modaj.moda.replace.Calibration;
import org.modaj.nn.Network;
import org.modaj.nn.train.TrainingListener;

/**
 * Networks of several checkpoints, trained apart, side by side as one classifier of all their
 * classes.
 *
 * @param files the checkpoints
 * @param models what is in them
 */
public record MergedModels(List<Path> files, List<SavedModel> models) {
  /**
   * Checks that they can stand side by side.
   *
   * @throws ExperimentException when two have an output for the same class, are normalized in
   *     different ways, or one was trained by mwt
   * @throws org.modaj.moda.ModularizationException when they read inputs of different sizes
   */
  public MergedModels {
    files = List.copyOf(files);
    models = List.copyOf(models);
    Map<String, Path> owners = new HashMap<>();
    for (int i = 0; i < models.size(); i++) {
      SavedModel model = models.get(i);
      Path file = files.get(i);
      if (MwtNetwork.isMasked(model.network())) {
        throw new ExperimentException(
            file + " was trained by mwt; compose it for its classes first, then merge the result");
      }
      for (String name : model.targetNames()) {
        Path other = owners.putIfAbsent(name, file);
        if (other != null) {
          throw new ExperimentException(
              "the class "
                  + name
                  + " is an output of "
                  + other
                  + " and of "
                  + file
                  + "; cut one of them for other classes: compose FILE --classes ... --out PART");
        }
      }
      requireSameInputs(files.getFirst(), models.getFirst(), file, model);
    }
    assembly(models); // its checks
  }

  private static void requireSameInputs(
      Path firstFile, SavedModel first, Path file, SavedModel model) {
    boolean same =
        Objects.equals(first.info().scaling(), model.info().scaling())
            && first.info().fit() == model.info().fit();
    if (!same) {
      throw new ExperimentException(
          file
              + " reads "
              + inputs(model)
              + ", "
              + firstFile
              + " reads "
              + inputs(first)
              + "; merged networks read the same: train them on data normalized alike");
    }
  }

  private static String inputs(SavedModel model) {
    return (model.info().scaling() == null
            ? "values that it says nothing about"
            : "values normalized by " + model.info().scaling())
        + ", resized by "
        + model.info().fit();
  }

  private static Assembly assembly(List<SavedModel> models) {
    return Composer.merge(models.stream().map(SavedModel::network).toArray(Network[]::new));
  }

  /** Names of the classes of all outputs, module by module. */
  public List<String> classNames() {
    return models.stream().flatMap(m -> m.targetNames().stream()).toList();
  }

  /**
   * The numbers that a data set has for the classes of the outputs.
   *
   * @throws ExperimentException when it has not all of them
   */
  public int[] labels(DataSplit data) {
    List<String> known = data.train().classNames();
    List<Integer> labels = new ArrayList<>();
    for (String name : classNames()) {
      if (!known.contains(name)) {
        throw new ExperimentException(
            "the class "
                + name
                + " is none of "
                + data.name()
                + ", which has "
                + known
                + "; name a data set that has all classes "
                + classNames()
                + " with --data");
      }
      labels.add(known.indexOf(name));
    }
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The outputs one after another, nothing trained; says which classes they are for. */
  public Network joined(int[] labels) {
    return named(assembly(models).joined(), labels);
  }

  /** The same with a calibration layer, fitted on the training samples of the classes. */
  public Network calibrated(
      DataSplit data, int[] labels, Calibration calibration, TrainingListener... listeners) {
    Network network =
        assembly(models).calibrated(data.select(labels).plainTraining(), calibration, listeners);
    return named(network, labels);
  }

  private static Network named(Network network, int[] labels) {
    return network.withClasses(Arrays.stream(labels).boxed().toList());
  }
}
