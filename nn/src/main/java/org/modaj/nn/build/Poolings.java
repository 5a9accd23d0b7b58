package org.modaj.nn.build;

import org.modaj.engine.ShapeException;
import org.modaj.nn.layer.pool.AdaptivePool2dLayer;
import org.modaj.nn.layer.pool.AvgPool2dLayer;
import org.modaj.nn.layer.pool.GlobalAveragePoolLayer;
import org.modaj.nn.layer.pool.MaxPool2dLayer;
import org.modaj.nn.layer.pool.Pool1dLayer;
import org.modaj.nn.layer.pool.ReduceLayer;
import org.modaj.nn.layer.pool.ReduceStepsLayer;

/** Adds poolings of images {@code [h, w, c]}, and along the steps of sequences. */
public interface Poolings extends Recording {

  /** Adds max pooling with a square window that moves by its own size. */
  default Value maxPool2d(Value x, int kernel) {
    return maxPool2d(x, Pool.of(kernel));
  }

  /** Adds max pooling with a square window that moves by its own size. */
  default Value maxPool2d(String name, Value x, int kernel) {
    return maxPool2d(name, x, Pool.of(kernel));
  }

  /** Adds max pooling. */
  default Value maxPool2d(Value x, Pool pool) {
    return maxPool2d(freshName("max_pool2d"), x, pool);
  }

  /**
   * Adds max pooling.
   *
   * @throws ShapeException naming the layer when a size is wrong or does not fit the input
   */
  default Value maxPool2d(String name, Value x, Pool pool) {
    return add(name, Recording.named(name, () -> new MaxPool2dLayer(pool.window())), x);
  }

  /** Adds the mean over all positions of an image. */
  default Value globalAveragePool(Value x) {
    return add(new GlobalAveragePoolLayer(), x);
  }

  /** Adds the mean over all positions of an image. */
  default Value globalAveragePool(String name, Value x) {
    return add(name, new GlobalAveragePoolLayer(), x);
  }

  /** Adds average pooling. */
  default Value avgPool2d(Value x, Pool pool) {
    return avgPool2d(freshName("avg_pool2d"), x, pool);
  }

  /** Adds average pooling. */
  default Value avgPool2d(String name, Value x, Pool pool) {
    return add(
        name,
        Recording.named(name, () -> new AvgPool2dLayer(pool.window(), pool.countPadding())),
        x);
  }

  /** Adds average pooling to a fixed size. */
  default Value adaptiveAvgPool2d(Value x, int height, int width) {
    return adaptiveAvgPool2d(freshName("adaptive_avg_pool2d"), x, height, width);
  }

  /** Adds average pooling to a fixed size. */
  default Value adaptiveAvgPool2d(String name, Value x, int height, int width) {
    return add(name, Recording.named(name, () -> new AdaptivePool2dLayer(true, height, width)), x);
  }

  /** Adds max pooling to a fixed size. */
  default Value adaptiveMaxPool2d(Value x, int height, int width) {
    return adaptiveMaxPool2d(freshName("adaptive_max_pool2d"), x, height, width);
  }

  /** Adds max pooling to a fixed size. */
  default Value adaptiveMaxPool2d(String name, Value x, int height, int width) {
    return add(name, Recording.named(name, () -> new AdaptivePool2dLayer(false, height, width)), x);
  }

  /** Adds max pooling along the steps of sequences, by the widths of the window. */
  default Value maxPool1d(Value x, Pool pool) {
    return maxPool1d(freshName("max_pool1d"), x, pool);
  }

  /** Adds max pooling along the steps of sequences, by the widths of the window. */
  default Value maxPool1d(String name, Value x, Pool pool) {
    return add(
        name, Recording.named(name, () -> new Pool1dLayer(false, pool.alongSteps(), true)), x);
  }

  /** Adds average pooling along the steps of sequences, by the widths of the window. */
  default Value avgPool1d(Value x, Pool pool) {
    return avgPool1d(freshName("avg_pool1d"), x, pool);
  }

  /** Adds average pooling along the steps of sequences, by the widths of the window. */
  default Value avgPool1d(String name, Value x, Pool pool) {
    return add(
        name,
        Recording.named(name, () -> new Pool1dLayer(true, pool.alongSteps(), pool.countPadding())),
        x);
  }

  /** Adds the mean over the valid steps of each sequence. */
  default Value meanSteps(Value x) {
    return meanSteps(freshName("mean_steps"), x);
  }

  /** Adds the mean over the valid steps of each sequence. */
  default Value meanSteps(String name, Value x) {
    return add(name, Recording.named(name, () -> new ReduceStepsLayer(true)), x);
  }

  /** Adds the maximum over the valid steps of each sequence. */
  default Value maxSteps(Value x) {
    return maxSteps(freshName("max_steps"), x);
  }

  /** Adds the maximum over the valid steps of each sequence. */
  default Value maxSteps(String name, Value x) {
    return add(name, Recording.named(name, () -> new ReduceStepsLayer(false)), x);
  }

  /** Adds the mean over some axes of a sample, counted from 0; they go. */
  default Value mean(Value x, int... axes) {
    return mean(freshName("mean"), x, axes);
  }

  /** Adds the mean over some axes of a sample, counted from 0; they go. */
  default Value mean(String name, Value x, int... axes) {
    return add(name, Recording.named(name, () -> new ReduceLayer(true, axes)), x);
  }

  /** Adds the maximum over some axes of a sample, counted from 0; they go. */
  default Value max(Value x, int... axes) {
    return max(freshName("max"), x, axes);
  }

  /** Adds the maximum over some axes of a sample, counted from 0; they go. */
  default Value max(String name, Value x, int... axes) {
    return add(name, Recording.named(name, () -> new ReduceLayer(false, axes)), x);
  }
}
