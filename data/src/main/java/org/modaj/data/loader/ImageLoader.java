package org.modaj.data.loader;

import org.modaj.data.ImageDataset;
import org.modaj.data.ImageShape;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.random.CounterRandom;

/**
 * Batches of a data set's images, normalized, on request shuffled and augmented, prepared ahead by
 * a thread of each epoch.
 *
 * <p>The order of an epoch depends on (seed, epoch) only; crop and mirror of an image on (seed,
 * epoch, its number in the data set) only. Inputs are {@code [N, H, W, C]}. Every epoch has every
 * image once; the last batch holds what is left.
 *
 * <p>
 *
 * {@snippet :
 * ImageLoader loader = ImageLoader.forTraining(dataset, 128, 1);
 * try (Epoch epoch = loader.epoch(0)) {
 *   while (epoch.hasNext()) {
 *     Batch batch = epoch.next();
 *   }
 * }
 * }
 *
 * <p>A loader has no state and may be shared between threads.
 */
public final class ImageLoader extends DatasetLoader<ImageDataset> {
  private final boolean augment;
  private final CounterRandom draws;

  private ImageLoader(Builder options) {
    super(options.dataset, options.batchSize, options.shuffle, options.seed);
    this.augment = options.augment;
    this.draws = CounterRandom.of(options.seed, "augment");
  }

  /** Returns a loader that shuffles and augments. */
  public static ImageLoader forTraining(ImageDataset dataset, int batchSize, long seed) {
    return of(dataset).batchSize(batchSize).shuffle(true).augment(true).seed(seed).build();
  }

  /** Returns a loader that keeps the order and the images as they are: every epoch is the same. */
  public static ImageLoader inOrder(ImageDataset dataset, int batchSize) {
    return of(dataset).batchSize(batchSize).build();
  }

  /** Begins to describe a loader. */
  public static Builder of(ImageDataset dataset) {
    return new Builder(dataset);
  }

  @Override
  public int[] sampleShape() {
    ImageShape shape = dataset().shape();
    return new int[] {shape.height(), shape.width(), shape.channels()};
  }

  @Override
  Batch allocate(int size) {
    ImageShape shape = dataset().shape();
    return new Batch(
        new float[Math.multiplyExact(size, shape.size())],
        new int[] {size, shape.height(), shape.width(), shape.channels()},
        new int[size]);
  }

  @Override
  SampleWriter writer(int epoch) {
    CounterRandom draw = draws.child(epoch);
    CropAndFlip cropAndFlip = new CropAndFlip(dataset().shape());
    byte[] image = new byte[dataset().shape().size()];
    byte[] augmented = new byte[image.length];
    return (sample, place, target) -> {
      dataset().copyImage(sample, image);
      if (augment) {
        cropAndFlip.apply(image, augmented, draw, sample);
      }
      byte[] pixels = augment ? augmented : image;
      dataset().normalization().apply(pixels, target.inputs(), place * pixels.length);
    };
  }

  /** The options of a loader; by default batches of 128, in order, not augmented. */
  public static final class Builder {
    private static final int DEFAULT_BATCH_SIZE = 128;

    private final ImageDataset dataset;
    private int batchSize = DEFAULT_BATCH_SIZE;
    private boolean shuffle;
    private boolean augment;
    private long seed;

    private Builder(ImageDataset dataset) {
      this.dataset = dataset;
    }

    /** Sets the number of images in every batch but the last. */
    public Builder batchSize(int size) {
      this.batchSize = size;
      return this;
    }

    /** Sets whether each epoch has an order of its own. */
    public Builder shuffle(boolean on) {
      this.shuffle = on;
      return this;
    }

    /** Sets whether images are randomly cropped (4 zeros of padding) and mirrored. */
    public Builder augment(boolean on) {
      this.augment = on;
      return this;
    }

    /** Sets the seed of order and augmentation. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /**
     * Returns the loader.
     *
     * @throws org.modaj.data.DataException if the batch size is not positive
     */
    public ImageLoader build() {
      return new ImageLoader(this);
    }
  }
}
