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
 * @param train training images
 * @param test images that accuracy is measured on
 */
public record ImageData(String name, ImageDataset train, ImageDataset test)
    implements LabelledData {

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
    return count >= train.size() ? this : new ImageData(name, train.take(count), test);
  }

  @Override
  public ImageData holdOut(double share, long seed) {
    DataSplit<ImageDataset> parts = train.split(share, seed);
    return new ImageData(name, parts.train(), parts.test());
  }

  @Override
  public BatchSource trainingBatches(int batchSize, long seed) {
    return ImageLoader.forTraining(train, batchSize, seed);
  }

  @Override
  public BatchSource plainTraining() {
    return ImageLoader.inOrder(train, EVALUATION_BATCH);
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
