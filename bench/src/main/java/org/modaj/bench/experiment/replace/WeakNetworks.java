package org.modaj.bench.experiment.replace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.experiment.TrainingRun;
import org.modaj.data.DataSplit;
import org.modaj.nn.Network;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.ProgressListener;

/**
 * The weak networks of one mixed class: one training on a share of the samples, which are not
 * augmented and come in the same order in every epoch.
 *
 * @param data what they learn from; the mixed class is the last label
 * @param byFit the networks
 */
record WeakNetworks(DataSplit data, Map<Fit, Network> byFit) {
  /** Epochs between two that are kept in files. */
  private static final int KEPT = 5;

  /**
   * Trains them, or goes on with a training that was interrupted, or takes what is there.
   *
   * @param whole the data set
   * @param classes those of the outputs, the mixed class last
   * @param folder for checkpoints, or null
   */
  static WeakNetworks train(
      WeakSettings settings,
      DataSplit whole,
      int[] classes,
      @Nullable Path folder,
      Progress progress)
      throws IOException {
    DataSplit data =
        whole.select(classes).sample(settings.share(), settings.training().seed()).plain();
    KeptEpochs kept =
        new KeptEpochs(
            e -> e % KEPT == 0 || e == settings.under() || e == settings.over(),
            folder,
            SavedModel.metadata(data));
    TrainingRun run =
        new TrainingRun(settings.training(), data, folder)
            .withoutTests()
            .stopAfter(settings.over());
    String mixed = data.train().classNames().getLast();
    ProgressListener shown =
        new ProgressListener(
            "weak " + settings.training().model() + " " + mixed, data.kind().toString(), progress);
    if (folder != null && Files.exists(folder.resolve(TrainingRun.CHECKPOINT))) {
      run.resume(kept, shown);
    } else {
      run.start(kept, shown);
    }
    Map<Fit, Network> byFit = new EnumMap<>(Fit.class);
    for (Fit fit : Fit.values()) {
      byFit.put(fit, kept.network(settings.epoch(fit)));
    }
    return new WeakNetworks(data, byFit);
  }
}
