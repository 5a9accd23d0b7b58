package org.modaj.data.loader;

import java.util.List;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.ImageDataset;
import org.modaj.data.ImageShape;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
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
public final class ImageLoader implements BatchSource {
  private final ImageDataset dataset;
  private final int batchSize;
  private final boolean shuffle;
  private final boolean augment;
  private final CounterRandom order;
  private final CounterRandom draws;

  private ImageLoader(Builder options) {
    this.dataset = options.dataset;
    this.batchSize = options.batchSize;
    this.shuffle = options.shuffle;
    this.augment = options.augment;
    this.order = CounterRandom.of(options.seed, "shuffle");
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

  /** Returns the data set. */
  public ImageDataset dataset() {
    return dataset;
  }

  @Override
  public int samples() {
    return dataset.size();
  }

  @Override
  public int classes() {
    return dataset.classes();
  }

  @Override
  public List<String> classNames() {
    return dataset.classNames();
  }

  @Override
  public int[] sampleShape() {
    ImageShape shape = dataset.shape();
    return new int[] {shape.height(), shape.width(), shape.channels()};
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public Epoch epoch(int epoch) {
    if (epoch < 0) {
      throw new IllegalArgumentException(
          "epoch of \"" + dataset.name() + "\": expected 0 or more, actual " + epoch);
    }
    return new PrefetchedEpoch(
        "loader " + dataset.name() + " epoch " + epoch,
        samples(),
        batchSize,
        sampleShape(),
        new ImageFiller(epoch));
  }

  /** Prepares the images of one epoch. */
  private final class ImageFiller implements PrefetchedEpoch.Filler {
    private final int epoch;
    private final CounterRandom draw;
    private final CropAndFlip cropAndFlip = new CropAndFlip(dataset.shape());
    private final byte[] image = new byte[dataset.shape().size()];
    private final byte[] augmented = new byte[image.length];
    private int[] permutation;

    ImageFiller(int epoch) {
      this.epoch = epoch;
      this.draw = draws.child(epoch);
    }

    @Override
    public void fill(int number, float[] inputs, int[] labels) {
      if (shuffle && permutation == null) {
        permutation = order.child(epoch).permutation(samples());
      }
      for (int k = 0; k < labels.length; k++) {
        int place = number * batchSize + k;
        int sample = shuffle ? permutation[place] : place;
        dataset.copyImage(sample, image);
        if (augment) {
          cropAndFlip.apply(image, augmented, draw, sample);
        }
        byte[] pixels = augment ? augmented : image;
        dataset.normalization().apply(pixels, inputs, k * pixels.length);
        labels[k] = dataset.label(sample);
      }
    }
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

    /**
     * Sets the number of images in every batch but the last.
     *
     * @throws DataException if it is not positive
     */
    public Builder batchSize(int size) {
      if (size < 1) {
        throw new DataException(
            dataset.name(), Problem.BAD_ARGUMENT, "a batch size of at least 1", "" + size, "");
      }
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

    /** Returns the loader. */
    public ImageLoader build() {
      return new ImageLoader(this);
    }
  }
}
