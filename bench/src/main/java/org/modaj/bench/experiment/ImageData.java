package org.modaj.bench.experiment;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataSplit;
import org.modaj.data.ImageDataset;
import org.modaj.data.cifar.Cifar10;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.data.loader.ImageLoader;
import org.modaj.engine.Shape;
import org.modaj.engine.batch.BatchSource;

/**
 * A data set as experiments use it.
 *
 * @param name its name on the command line
 * @param train training images
 * @param test images that accuracy is measured on
 */
public record ImageData(String name, ImageDataset train, ImageDataset test) {
  /** The data sets of the command line. */
  public static final List<String> NAMES = List.of("embedded", "cifar10");

  private static final int EVALUATION_BATCH = 200;

  /** Whether a data set is read from files, so that it cannot be opened without their folder. */
  public static boolean needsFolder(String name) {
    return name.equals("cifar10");
  }

  /**
   * Opens a data set.
   *
   * @param name one of {@link #NAMES}
   * @param dataDir where its files are, or null; the embedded data needs none
   * @throws ExperimentException when the name is unknown or the folder is missing
   * @throws org.modaj.data.DataException when the files are missing or damaged
   */
  public static ImageData open(String name, @Nullable Path dataDir) {
    DataSplit<ImageDataset> split =
        switch (name) {
          case "embedded" -> EmbeddedImages.load();
          case "cifar10" -> {
            if (dataDir == null) {
              throw new ExperimentException(
                  "data set cifar10 needs --data-dir DIR, the folder with"
                      + " cifar-10-binary.tar.gz or the extracted cifar-10-batches-bin");
            }
            yield Cifar10.load(dataDir);
          }
          default ->
              throw new ExperimentException(
                  "unknown data set \"" + name + "\"; known data sets: "
                      + String.join(", ", NAMES));
        };
    return new ImageData(name, split.train(), split.test());
  }

  /** The same with at most {@code count} training images, the first ones. */
  public ImageData limit(int count) {
    return count >= train.size() ? this : new ImageData(name, train.take(count), test);
  }

  /** The same with a share of the training images in place of the test images. */
  public ImageData holdOut(double share, long seed) {
    DataSplit<ImageDataset> parts = train.split(share, seed);
    return new ImageData(name, parts.train(), parts.test());
  }

  /** Shape of one image. */
  public Shape inputShape() {
    return Shape.of(
        train.shape().height(), train.shape().width(), train.shape().channels());
  }

  /** Shuffled and augmented training batches. */
  public BatchSource trainingBatches(int batchSize, long seed) {
    return ImageLoader.forTraining(train, batchSize, seed);
  }

  /** The training images as they are, in order: what activity is measured on. */
  public BatchSource plainTraining() {
    return ImageLoader.inOrder(train, EVALUATION_BATCH);
  }

  /** The test images in order. */
  public BatchSource testBatches() {
    return ImageLoader.inOrder(test, EVALUATION_BATCH);
  }

  /** The test images of some classes in order, with their original labels. */
  public BatchSource testBatchesOf(int... classes) {
    return ImageLoader.inOrder(test.subset(classes), EVALUATION_BATCH);
  }
}
