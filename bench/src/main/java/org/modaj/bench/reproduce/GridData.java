package org.modaj.bench.reproduce;

import java.util.Arrays;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.data.DataSplit;
import org.modaj.data.ImageSamples;
import org.modaj.data.LabelledDataset;

/** Data sets as the grid uses them. */
public final class GridData {
  /** The architectures for images halve them five times. */
  private static final int LEAST_SIDE = 32;

  private GridData() {}

  /**
   * As much of a data set as a scale uses; images that are too small are resized.
   *
   * @throws ExperimentException when a class has no sample there
   */
  public static DataSplit prepare(DataSplit data, Scale scale) {
    DataSplit used =
        new DataSplit(
            data.name(),
            part(data.train(), scale.sizes().mostTraining()),
            part(data.test(), scale.sizes().mostTest()));
    requireAllClasses(used.train(), "training");
    requireAllClasses(used.test(), "test");
    return used;
  }

  private static LabelledDataset part(LabelledDataset data, int most) {
    LabelledDataset part = most >= data.size() ? data : data.take(most);
    return part.samples() instanceof ImageSamples images
            && Math.min(images.imageShape().height(), images.imageShape().width()) < LEAST_SIDE
        ? part.with(images.resized(LEAST_SIDE, LEAST_SIDE))
        : part;
  }

  private static void requireAllClasses(LabelledDataset data, String split) {
    int[] counts = data.classCounts();
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] == 0) {
        throw new ExperimentException(
            "no "
                + split
                + " sample of class "
                + c
                + " ("
                + data.classNames().get(c)
                + ") is among the "
                + Arrays.stream(counts).sum()
                + " that are used; every class needs some, give more data or a larger scale");
      }
    }
  }
}
