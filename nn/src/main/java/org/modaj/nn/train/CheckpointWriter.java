package org.modaj.nn.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.AtomicFile;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.optim.Optimizer;

/** Saves the states of a training, and deletes those that are not to be kept. */
final class CheckpointWriter {
  private static final String SUFFIX = ".safetensors";
  private static final int NO_STEP = -1;

  private final Checkpoints settings;
  private final Network network;
  private final Optimizer optimizer;
  private final Path folder;
  private final Pattern kept;
  private int stepsSince;
  private long lastSave = System.nanoTime();
  private long savedStep = NO_STEP;

  /**
   * Creates the writer.
   *
   * @param restored whether the file holds the state that the training goes on from
   * @param step number of steps that were done before
   */
  CheckpointWriter(
      Checkpoints settings, Network network, Optimizer optimizer, boolean restored, long step) {
    this.settings = settings;
    this.network = network;
    this.optimizer = optimizer;
    Path parent = settings.file().toAbsolutePath().getParent();
    this.folder = parent == null ? settings.file().toAbsolutePath() : parent;
    this.kept = Pattern.compile(Pattern.quote(stem()) + "-step-(\\d{8,18})" + SUFFIX);
    if (restored) {
      savedStep = step;
    } else {
      startAnew();
    }
  }

  /** Deletes the states of an earlier training that this one takes the place of. */
  private void startAnew() {
    prune(0);
    if (settings.keepBest()) {
      try {
        Files.deleteIfExists(folder.resolve(Checkpoints.BEST));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private String stem() {
    String name = String.valueOf(settings.file().getFileName());
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  /** Counts a step; says whether a state is to be saved after it. */
  boolean isDue() {
    stepsSince++;
    long nanos = settings.everyTime().toNanos();
    return settings.everySteps() > 0 && stepsSince >= settings.everySteps()
        || nanos > 0 && System.nanoTime() - lastSave >= nanos;
  }

  /** Name and value of the first parameter that is too large for a state that is saved, or null. */
  Map.@Nullable Entry<String, Float> tooLarge() {
    for (Map.Entry<String, Tensor> parameter : network.parameters().entrySet()) {
      for (float value : parameter.getValue().data()) {
        if (Math.abs(value) > Checkpoints.MOST_WEIGHT) {
          return Map.entry(parameter.getKey(), value);
        }
      }
    }
    return null;
  }

  /** Saves a state as the newest one. */
  void save(TrainingState state, long step) {
    try {
      if (settings.keepLast() > 1 && savedStep != NO_STEP && savedStep != step) {
        keep(
            folder.resolve(
                String.format(Locale.ROOT, "%s-step-%08d%s", stem(), savedStep, SUFFIX)));
      }
      write(settings.file(), state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    savedStep = step;
    stepsSince = 0;
    lastSave = System.nanoTime();
    prune(settings.keepLast() - 1);
  }

  /** Saves a state as the best one. */
  void saveBest(TrainingState state) {
    try {
      write(folder.resolve(Checkpoints.BEST), state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean keepsBest() {
    return settings.keepBest();
  }

  String file() {
    return settings.file().toString();
  }

  private void write(Path file, TrainingState state) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(settings.metadata().get());
    metadata.putAll(state.toMetadata());
    new Checkpoint(network, optimizer.state(), metadata).save(file);
  }

  /** Keeps what is now the newest state under another name. */
  private void keep(Path copy) throws IOException {
    try {
      Files.createLink(copy, settings.file());
    } catch (FileAlreadyExistsException e) {
      // kept before the training was killed
    } catch (IOException | UnsupportedOperationException e) { // a file system without links
      AtomicFile.write(copy, out -> Files.copy(settings.file(), out));
    }
  }

  /** Deletes all but so many of the states before the newest. */
  private void prune(int most) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> old = files.filter(this::isKept).sorted().toList();
      for (Path file : old.subList(0, Math.max(0, old.size() - most))) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isKept(Path file) {
    return kept.matcher(String.valueOf(file.getFileName())).matches();
  }
}
