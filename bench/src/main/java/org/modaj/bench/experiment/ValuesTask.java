package org.modaj.bench.experiment;

import com.google.gson.Gson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modaj.data.DataSplit;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;
import org.modaj.nn.Network;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.layer.dense.ScaleShiftLayer;
import org.modaj.nn.train.FineTuning;
import org.modaj.nn.train.TrainingObjective;

/**
 * What is learned when it is no class: real values, or several answers of yes and no.
 *
 * <p>A regression network ends with a layer that gives its outputs the mean and the deviation of
 * the training samples' values; it does not train. So values of any size are learned alike, and
 * outputs are in the values' own unit.
 */
public final class ValuesTask {
  /** Name of the last layer of a regression. */
  public static final String SCALE = "target_scale";

  /** Entry of the target's name in a checkpoint. */
  static final String TARGET = "target";

  private static final int BATCH = 1000;
  private static final Gson GSON = new Gson();

  /** What the values are. */
  public enum Kind {
    /** Real values. */
    REGRESSION(ModelInfo.Task.REGRESSION),
    /** Answers: 0 and 1. */
    MULTI_LABEL(ModelInfo.Task.MULTI_LABEL);

    private final ModelInfo.Task task;

    Kind(ModelInfo.Task task) {
      this.task = task;
    }

    /** How a network with such outputs is judged. */
    TrainingObjective metrics(String target) {
      return this == REGRESSION
          ? TrainingObjective.meanSquaredError(target)
          : TrainingObjective.multiLabel(target);
    }
  }

  private final Kind kind;
  private final String target;
  private final double[] mean;
  private final double[] deviation;

  private ValuesTask(Kind kind, String target, double[] mean, double[] deviation) {
    this.kind = kind;
    this.target = target;
    this.mean = mean;
    this.deviation = deviation;
  }

  /**
   * Measures the values of the training samples.
   *
   * @param data with one target of values
   * @throws ExperimentException when an answer is neither 0 nor 1
   */
  public static ValuesTask of(Kind kind, DataSplit data) {
    String target = data.train().targets().getFirst().spec().name();
    int each = data.train().targets().getFirst().spec().elements();
    double[] sum = new double[each];
    double[] squares = new double[each];
    for (int pass = 0; pass < 2; pass++) {
      try (Epoch epoch = data.train().batches(BATCH).epoch(0)) {
        while (epoch.hasNext()) {
          Batch batch = epoch.next();
          float[] values = batch.target(target).values();
          for (int i = 0; i < batch.size() * each; i++) {
            int k = i % each;
            if (kind == Kind.MULTI_LABEL && values[i] != 0 && values[i] != 1) {
              throw new ExperimentException(
                  "answers are 0 and 1, but sample "
                      + batch.samples()[i / each]
                      + " has "
                      + values[i]
                      + " in "
                      + target.split(",", -1)[k]
                      + "; correct it, or use --task regression");
            }
            double off = values[i] - sum[k] / data.train().size();
            sum[k] += pass == 0 ? values[i] : 0;
            squares[k] += pass == 0 ? 0 : off * off;
          }
        }
      }
    }
    double[] mean = new double[each];
    double[] deviation = new double[each];
    for (int k = 0; k < each; k++) {
      mean[k] = sum[k] / data.train().size();
      double root = Math.sqrt(squares[k] / data.train().size());
      deviation[k] = (float) root > 0 ? root : 1;
    }
    return new ValuesTask(kind, target, mean, deviation);
  }

  int outputs() {
    return mean.length;
  }

  private List<String> names() {
    return mean.length == 1 ? List.of(target) : List.of(target.split(",", -1));
  }

  /** The network that learns the values, of one with as many outputs. */
  Network finish(Network network) {
    if (kind == Kind.MULTI_LABEL) {
      return network;
    }
    Shape shape = Shape.of(outputs());
    return FineTuning.of(network)
        .followedBy(
            SCALE,
            new ScaleShiftLayer(
                Tensor.of(shape, floats(deviation)), Tensor.of(shape, floats(mean))))
        .network();
  }

  TrainingObjective objective() {
    return kind == Kind.REGRESSION
        ? TrainingObjective.meanSquaredError(target, floats(deviation))
        : kind.metrics(target);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** What settings say of it. */
  Map<String, Object> settings() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("task", kind.name().toLowerCase(Locale.ROOT));
    map.put(TARGET, target);
    return map;
  }

  /** What checkpoints say of it. */
  Map<String, String> metadata(DataSplit data) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(SavedModel.DATA, data.name());
    metadata.put(TARGET, GSON.toJson(target));
    metadata.putAll(SavedModel.features(data));
    metadata.putAll(SavedModel.info(data.train(), names()).withTask(kind.task).entries());
    return metadata;
  }
}
