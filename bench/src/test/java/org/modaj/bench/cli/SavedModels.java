package org.modaj.bench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.data.DataSplit;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.nn.model.Models;

/** Checkpoints of untrained networks, for tests that ask what a command makes of a file. */
final class SavedModels {
  private SavedModels() {}

  /** Writes a LeNet5 for all ten classes of the embedded data and returns the file. */
  static Path whole(Path file) {
    return of(file, "embedded", IntStream.range(0, 10).toArray());
  }

  /** Writes a narrow ResNet18 for all ten classes of the embedded data and returns the file. */
  static Path residual(Path file) {
    return save("resnet18", 0.125, file, "embedded", IntStream.range(0, 10).toArray());
  }

  /** Writes a LeNet5 for some classes of a data set and returns the file. */
  static Path of(Path file, String dataName, int... targets) {
    return save("lenet5", 1, file, dataName, targets);
  }

  private static Path save(String model, double width, Path file, String dataName, int... targets) {
    DataSplit tiny = EmbeddedImages.generate(1, 10, 10);
    DataSplit data = new DataSplit(dataName, tiny.train(), tiny.test());
    try {
      SavedModel.save(
          Models.named(model).build(data.inputShape(), targets.length, width, 1),
          data,
          targets,
          "nothing",
          null,
          file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
