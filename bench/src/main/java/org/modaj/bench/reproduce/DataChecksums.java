package org.modaj.bench.reproduce;

import java.io.Serial;
import java.io.Serializable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.data.DataSplit;

/**
 * Which samples a data set has, so that every process of a cluster can tell whether its own are the
 * same.
 *
 * @param name of the data set
 * @param train checksum of the training samples
 * @param test checksum of the test samples
 */
public record DataChecksums(String name, String train, String test) implements Serializable {
  @Serial private static final long serialVersionUID = 1;

  /** Those of a data set. */
  public static DataChecksums of(DataSplit data) {
    return new DataChecksums(data.name(), data.train().checksum(), data.test().checksum());
  }

  /**
   * Fails unless a data set has the same samples.
   *
   * @param place where it was read
   * @throws ExperimentException naming both
   */
  public void require(DataSplit data, Object place) {
    DataChecksums read = of(data);
    if (!read.equals(this)) {
      throw new ExperimentException(
          "the data set "
              + name
              + " as read on "
              + place
              + " has the checksums "
              + read.train
              + " and "
              + read.test
              + ", but "
              + train
              + " and "
              + test
              + " where the command was started; give all machines the same files below --data-dir");
    }
  }
}
