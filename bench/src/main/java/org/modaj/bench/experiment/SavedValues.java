package org.modaj.bench.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataSplit;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.train.Scores;

/**
 * A network in a checkpoint that learned values, not classes.
 *
 * @param network the network
 * @param dataName data set it was trained on
 * @param kind what the values are
 * @param target name of what it learned
 * @param info what it says of itself; its names are those of the outputs
 */
public record SavedValues(
    Network network, String dataName, ValuesTask.Kind kind, String target, ModelInfo info) {
  /** Entries of a file that say what was learned: the data set and the target. */
  public static final List<String> ENTRIES = List.of(SavedModel.DATA, ValuesTask.TARGET);

  /**
   * Whether the entries of a file say that its network gives values, and of which data.
   *
   * @throws org.modaj.engine.EngineException when an entry cannot be what it should be
   */
  public static boolean isSaid(Map<String, String> entries) {
    return entries.keySet().containsAll(ENTRIES) && isOfValues(ModelInfo.of(entries));
  }

  /**
   * Reads a checkpoint; null when it is not of values.
   *
   * @throws IOException when it cannot be read or is damaged
   */
  public static @Nullable SavedValues find(Path file) throws IOException {
    Checkpoint checkpoint = Checkpoint.load(file);
    Map<String, String> metadata = checkpoint.metadata();
    String data = metadata.get(SavedModel.DATA);
    String target = metadata.get(ValuesTask.TARGET);
    if (data == null || target == null) {
      return null;
    }
    ModelInfo info = SavedModel.infoOf(file, metadata);
    if (!isOfValues(info)) {
      return null;
    }
    int outputs = checkpoint.network().outputShape().elements();
    if (info.classNames().size() != outputs) {
      throw new ExperimentException(
          file
              + " says that its "
              + outputs
              + " outputs are the values "
              + info.classNames()
              + "; its metadata was changed, restore it from a copy");
    }
    try {
      return new SavedValues(
          checkpoint.network(),
          data,
          info.task() == ModelInfo.Task.REGRESSION
              ? ValuesTask.Kind.REGRESSION
              : ValuesTask.Kind.MULTI_LABEL,
          JsonValue.parse(target).text(),
          info);
    } catch (JsonFormatException e) {
      throw new ExperimentException(
          file + " has an unreadable name of its target (" + e.getMessage() + "); restore it");
    }
  }

  static boolean isOfValues(ModelInfo info) {
    return info.task() == ModelInfo.Task.REGRESSION || info.task() == ModelInfo.Task.MULTI_LABEL;
  }

  /** Names of the outputs. */
  public List<String> names() {
    return info.classNames();
  }

  /** The same data with the inputs that the network learned from. */
  public DataSplit scaled(DataSplit data) {
    return SavedModel.scaled(data, info);
  }

  /** Measures the network: each metric by name, the main one first. */
  public Map<String, Double> measure(BatchSource samples) {
    return Scores.of(network, kind.metrics(target), samples);
  }
}
