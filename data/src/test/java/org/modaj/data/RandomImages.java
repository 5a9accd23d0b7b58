package org.modaj.data;

import java.util.List;
import java.util.stream.IntStream;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.random.CounterRandom;

/** Small data sets of random pixels for tests; no pixel is 0, so that padding can be told apart. */
public final class RandomImages {
  public static final Normalization NORMALIZATION =
      Normalization.of(new float[] {0.5f, 0.4f, 0.3f}, new float[] {0.25f, 0.2f, 0.5f});

  private RandomImages() {}

  /** Image i has class i mod {@code classes}. */
  public static LabelledDataset of(int size, int classes, int height, int width) {
    ImageShape shape = new ImageShape(height, width, 3);
    return of(
        "random",
        shape,
        pixels(size * shape.size()),
        IntStream.range(0, size).map(i -> i % classes).toArray(),
        names(classes),
        NORMALIZATION);
  }

  /** A data set of these pixels. */
  public static LabelledDataset of(
      String name,
      ImageShape shape,
      byte[] pixels,
      int[] labels,
      List<String> classNames,
      Normalization normalization) {
    return LabelledDataset.images(name, shape, pixels, normalization)
        .classes(labels, classNames)
        .augmentation(Augmentation.cropAndFlip())
        .build();
  }

  static byte[] pixels(int count) {
    CounterRandom random = CounterRandom.of("pixels");
    byte[] pixels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) (1 + random.below(255, i));
    }
    return pixels;
  }

  static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(c -> "class" + c).toList();
  }

  /** Returns image {@code index} as a fresh array. */
  public static byte[] image(LabelledDataset dataset, int index) {
    return ((ImageSamples) dataset.samples()).image(index).values();
  }
}
