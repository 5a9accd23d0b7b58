package org.modaj.data.embedded;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.ImageShape;
import org.modaj.data.LabelledDataset;
import org.modaj.data.Normalization;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.random.CounterRandom;

/**
 * Generated colour images of 32x32 pixels in ten classes, for work without downloads.
 *
 * <p>Each image shows one of ten figures (disc, ring, square, frame, triangle, cross, star,
 * crescent, stripes, checker) at a random place, size, tilt and colour, among smaller figures,
 * under uneven light and noise. The colours lean a little towards the class. A linear model learns
 * little from the pixels; a small convolutional network learns most of it, and not all.
 *
 * <p>Image i of a split depends on (seed, split, i) only: a larger set begins with the smaller one,
 * and the bytes are the same on every machine. Every ten consecutive images, counted from the
 * first, have one image of each class, in random order.
 */
public final class EmbeddedImages {
  /** The seed of {@link #load()}. */
  public static final long DEFAULT_SEED = 2026;

  /** The number of images that {@link #load()} generates to learn from. */
  public static final int DEFAULT_TRAIN_SIZE = 8000;

  /** The number of images that {@link #load()} generates to measure on. */
  public static final int DEFAULT_TEST_SIZE = 2000;

  private static final String NAME = "embedded";
  private static final int IMAGES_PER_TASK = 100;
  private static final Normalization NORMALIZATION =
      Normalization.of(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.2f, 0.2f, 0.2f});

  private EmbeddedImages() {}

  /** Generates the default: 8000 images to learn from and 2000 to measure on, seed 2026. */
  public static DataSplit load() {
    return generate(DEFAULT_SEED, DEFAULT_TRAIN_SIZE, DEFAULT_TEST_SIZE);
  }

  /**
   * Generates images, with as many threads as there are processors.
   *
   * @param trainSize the number of images of {@code "embedded/train"}, at least 1
   * @param testSize the number of images of {@code "embedded/test"}, at least 1
   * @throws DataException if a number is out of range
   */
  public static DataSplit generate(long seed, int trainSize, int testSize) {
    return new DataSplit(NAME, split(seed, "train", trainSize), split(seed, "test", testSize));
  }

  private static LabelledDataset split(long seed, String split, int size) {
    String name = NAME + "/" + split;
    ImageShape shape = ScenePainter.SHAPE;
    int most = Integer.MAX_VALUE / shape.size();
    if (size < 1 || size > most) {
      throw new DataException(
          name, Problem.BAD_ARGUMENT, "a number of images 1 .. " + most, "" + size, "");
    }
    CounterRandom random = CounterRandom.of(seed, name);
    int[] labels = BalancedLabels.draw(random.child("labels"), Figure.values().length, size);
    byte[] pixels = new byte[size * shape.size()];
    CounterRandom images = random.child("images");
    IntStream.range(0, Math.ceilDiv(size, IMAGES_PER_TASK))
        .parallel()
        .forEach(task -> paint(images, labels, pixels, task * IMAGES_PER_TASK));
    return LabelledDataset.images(name, shape, pixels, NORMALIZATION)
        .classes(labels, classNames())
        .augmentation(Augmentation.cropAndFlip())
        .build();
  }

  private static void paint(CounterRandom images, int[] labels, byte[] pixels, int first) {
    Figure[] figures = Figure.values();
    ScenePainter painter = new ScenePainter();
    for (int i = first; i < Math.min(first + IMAGES_PER_TASK, labels.length); i++) {
      Draws draws = new Draws(images.child(i));
      painter.paint(figures[labels[i]], draws, pixels, i * ScenePainter.SHAPE.size());
    }
  }

  private static List<String> classNames() {
    return Arrays.stream(Figure.values()).map(Figure::className).toList();
  }
}
