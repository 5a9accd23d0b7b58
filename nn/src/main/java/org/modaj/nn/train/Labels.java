package org.modaj.nn.train;

import java.util.stream.IntStream;
import org.modaj.engine.EngineException;
import org.modaj.engine.batch.Batch;

/** The check that a label is one of the classes. */
final class Labels {
  private Labels() {}

  /**
   * Fails unless a label is one of so many classes.
   *
   * @param operation such as {@code "evaluate"}
   * @param position of the sample in the batch, from 0
   * @throws EngineException naming the sample, the label and the classes
   */
  static void require(String operation, int label, int classes, int position, Batch batch) {
    if (label < 0 || label >= classes) {
      throw new EngineException(
          operation,
          null,
          sample(batch, position)
              + " has the label "
              + label
              + "; expected a class in 0.."
              + (classes - 1));
    }
  }

  /** Such as {@code "sample 17 of the batch (number 4711 of the data set)"}. */
  static String sample(Batch batch, int position) {
    boolean numbered = IntStream.range(0, batch.size()).anyMatch(i -> batch.samples()[i] != i);
    return "sample "
        + position
        + " of the batch"
        + (numbered ? " (number " + batch.samples()[position] + " of the data set)" : "");
  }
}
