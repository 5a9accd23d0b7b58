package org.modaj.bench.experiment.replace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.train.EpochResult;
import org.modaj.nn.train.Trainer;
import org.modaj.nn.train.TrainingListener;

/**
 * Keeps a network as it was after some of its epochs: in memory and, with a folder, in a file for
 * each.
 */
final class KeptEpochs implements TrainingListener {
  private final IntPredicate wanted;
  private final @Nullable Path folder;
  private final Map<String, String> metadata;
  private final Map<Integer, Network> kept = new HashMap<>();

  /**
   * Creates the listener.
   *
   * @param wanted which epochs, from 1
   * @param folder where the files are, or null
   * @param metadata of the files
   */
  KeptEpochs(IntPredicate wanted, @Nullable Path folder, Map<String, String> metadata) {
    this.wanted = wanted;
    this.folder = folder;
    this.metadata = metadata;
  }

  @Override
  public void epochEnded(EpochResult result, Trainer trainer) {
    int epoch = result.epoch() + 1;
    if (!wanted.test(epoch)) {
      return;
    }
    kept.put(epoch, trainer.network().copy());
    if (folder != null) {
      try {
        Checkpoint.of(trainer.network(), metadata).save(file(folder, epoch));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * The network after an epoch, of this run or of one before that it went on from.
   *
   * @throws ExperimentException when it was not kept
   */
  Network network(int epoch) throws IOException {
    Network network = kept.get(epoch);
    if (network != null) {
      return network;
    }
    if (folder == null || !Files.exists(file(folder, epoch))) {
      throw new ExperimentException(
          "the network was not kept after epoch "
              + epoch
              + (folder == null ? "" : ": " + file(folder, epoch) + " does not exist")
              + "; choose an epoch that was, or another --out to train again");
    }
    return Checkpoint.load(file(folder, epoch)).network();
  }

  private static Path file(Path folder, int epoch) {
    return folder.resolve(String.format(Locale.ROOT, "epoch-%03d.safetensors", epoch));
  }
}
