package org.modaj.bench.experiment.replace;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.TrainingSettings;

/**
 * How weak networks come about: by too few samples, and by too few or too many epochs.
 *
 * @param training of each weak network
 * @param share of each class's training samples that it sees, above 0 and below 1
 * @param under epoch, from 1, after which it is taken as underfitted
 * @param over epoch, from 1, after which it is taken as overfitted
 */
public record WeakSettings(TrainingSettings training, double share, int under, int over) {
  /** Checks the numbers. */
  public WeakSettings {
    if (!(share > 0 && share < 1)) {
      throw new ExperimentException(
          "the share of the training samples must be above 0 and below 1, not " + share);
    }
    if (under < 1 || under >= over || over > training.epochs()) {
      throw new ExperimentException(
          "the underfitted network must be from epoch 1 or later, and the overfitted one from a"
              + " later epoch up to the last, "
              + training.epochs()
              + "; not from "
              + under
              + " and "
              + over);
    }
  }

  /** The epoch of a fit. */
  public int epoch(Fit fit) {
    return fit == Fit.UNDERFITTED ? under : over;
  }

  /** The settings by name, as results record them. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("weak_model", training.model());
    map.put("weak_method", training.method().toString().toLowerCase(Locale.ROOT));
    map.put("weak_width", training.width());
    map.put("weak_epochs", training.epochs());
    map.put("batch", training.batchSize());
    map.put("learning_rate", training.learningRate());
    map.put("share", share);
    map.put("under", under);
    map.put("over", over);
    map.put("seed", training.seed());
    return map;
  }
}
