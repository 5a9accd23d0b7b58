package org.modaj.bench.experiment;

import org.modaj.data.DataSplit;
import org.modaj.data.ImageDataset;
import org.modaj.data.loader.ImageLoader;
import org.modaj.engine.Shape;
import org.modaj.engine.batch.BatchSource;
import org.modaj.nn.model.InputKind;

/**
 * Images as experiments use them.
 *
 * @param name its name on the command line
 * @param selection which classes of the data set the labels stand for
 * @param train training images
 * @param test images that accuracy is measured on
 */
public record ImageData(
    String name, ClassSelection selection, ImageDataset train, ImageDataset test)
    implements LabelledData {

  /** A data set with all its classes. */
  public ImageData(String name, ImageDataset train, ImageDataset test) {
    this(name, ClassSelection.all(name, train.classNames()), train, test);
  }

  @Override
  public ImageData select(int... classes) {
    return new ImageData(
        name, selection.select(classes), train.relabeled(classes), test.relabeled(classes));
  }

  @Override
  public ImageData sample(double share, long seed) {
    return new ImageData(name, selection, train.split(share, seed).test().shuffled(seed), test);
  }

  @Override
  public InputKind input() {
    return InputKind.IMAGES;
  }

  @Override
  public Shape inputShape() {
    return Shape.of(
        train.shape().height(), train.shape().width(), train.shape().channels());
  }

  @Override
  public ImageData limit(int count) {
    return count >= train.size() ? this : new ImageData(name, selection, train.take(count), test);
  }

  @Override
  public ImageData holdOut(double share, long seed) {
    DataSplit<ImageDataset> parts = train.split(share, seed);
    return new ImageData(name, selection, parts.train(), parts.test());
  }

  @Override
  public BatchSource trainingBatches(int batchSize, long seed) {
    return ImageLoader.forTraining(train, batchSize, seed);
  }

  @Override
  public BatchSource plainTraining(int batchSize) {
    return ImageLoader.inOrder(train, batchSize);
  }

  @Override
  public BatchSource testBatches(int batchSize) {
    return ImageLoader.inOrder(test, batchSize);
  }

  @Override
  public BatchSource testBatchesOf(int[] classes, int batchSize) {
    return ImageLoader.inOrder(test.subset(classes), batchSize);
  }
}
