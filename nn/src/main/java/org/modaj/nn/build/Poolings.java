package org.modaj.nn.build;

import org.modaj.engine.ShapeException;
import org.modaj.engine.ops.MaxPool2d;
import org.modaj.nn.layer.GlobalAveragePoolLayer;
import org.modaj.nn.layer.MaxPool2dLayer;

/** Adds poolings of images {@code [h, w, c]}. */
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
    MaxPool2dLayer layer =
        Recording.named(
            name,
            () ->
                new MaxPool2dLayer(
                    new MaxPool2d.Window(
                        pool.kernelHeight(),
                        pool.kernelWidth(),
                        pool.strideHeight(),
                        pool.strideWidth(),
                        pool.padHeight(),
                        pool.padWidth())));
    return add(name, layer, x);
  }

  /** Adds the mean over all positions of an image. */
  default Value globalAveragePool(Value x) {
    return add(new GlobalAveragePoolLayer(), x);
  }

  /** Adds the mean over all positions of an image. */
  default Value globalAveragePool(String name, Value x) {
    return add(name, new GlobalAveragePoolLayer(), x);
  }
}
