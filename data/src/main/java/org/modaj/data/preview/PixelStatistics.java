package org.modaj.data.preview;

import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.LabelledDataset;
import org.modaj.data.SampleKind;
import org.modaj.data.Scaling;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;

/**
 * Mean and standard deviation of the pixels of images, divided by 255, for each channel.
 *
 * @param mean of each channel
 * @param std of each channel, over all pixels of all images
 */
public record PixelStatistics(double[] mean, double[] std) {
  private static final int VALUES = 256;
  private static final int BATCH = 64;

  /**
   * Measures all images of a data set, as they are; exactly, since pixels are counted.
   *
   * @throws DataException if its samples are no images
   */
  public static PixelStatistics of(LabelledDataset data) {
    if (data.kind() != SampleKind.IMAGES) {
      throw new DataException(
          data.name(), Problem.BAD_ARGUMENT, "images", data.kind().toString(), "");
    }
    int channels = data.sampleShape()[2];
    long[][] counts = new long[channels][VALUES];
    try (Epoch epoch = data.batches(BATCH).epoch(0)) {
      while (epoch.hasNext()) {
        count(epoch.next(), data.scaling(), counts);
      }
    }
    double[] mean = new double[channels];
    double[] std = new double[channels];
    for (int c = 0; c < channels; c++) {
      double pixels = 0;
      double sum = 0;
      double squares = 0;
      for (int v = 0; v < VALUES; v++) {
        pixels += counts[c][v];
        sum += (double) counts[c][v] * v;
        squares += (double) counts[c][v] * v * v;
      }
      mean[c] = sum / pixels / (VALUES - 1);
      double variance = squares / pixels - (sum / pixels) * (sum / pixels);
      std[c] = Math.sqrt(Math.max(0, variance)) / (VALUES - 1);
    }
    return new PixelStatistics(mean, std);
  }

  private static void count(Batch batch, Scaling scaling, long[][] counts) {
    float[] mean = scaling.mean();
    float[] std = scaling.std();
    float[] inputs = batch.inputs();
    for (int i = 0; i < inputs.length; i++) {
      int c = i % mean.length;
      counts[c][pixel(inputs[i], mean[c], std[c])]++;
    }
  }

  /** The pixel that an input was made of. */
  static int pixel(float input, float mean, float std) {
    return Math.clamp(Math.round((input * std + mean) * (VALUES - 1)), 0, VALUES - 1);
  }
}
