package org.modaj.bench.experiment;

import org.modaj.bench.progress.WatchedBatches;
import org.modaj.data.DataSplit;
import org.modaj.engine.batch.BatchSource;
import org.modaj.moda.ModuleSetFile;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.baseline.MwtRecognition;
import org.modaj.nn.progress.Progress;

/** Modules of networks that MwT has trained. */
public final class MaskedModel {
  private MaskedModel() {}

  /**
   * Measures masks on the un-augmented training samples and recognizes the modules.
   *
   * @param rule only its threshold counts
   * @param progress shows how far the measuring is
   */
  public static ModuleSetFile recognize(
      SavedModel model, DataSplit data, Recognition rule, Progress progress) {
    progress.say("measuring masks on " + data.train().size() + " training " + data.kind());
    BatchSource samples = new WatchedBatches(data.plainTraining(), "measuring masks", progress);
    ActivityRates frequencies = MwtRecognition.frequencies(model.network(), samples);
    double threshold = Double.parseDouble(Float.toString(rule.threshold()));
    return new ModuleSetFile(
        new MwtRecognition(threshold).recognize(frequencies),
        frequencies,
        rule,
        model.network().sha256(),
        data.train().classNames());
  }
}
