package org.modaj.nn.layer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;

/** The tensors of a layer: ordered maps of them, and checks when a layer is made. */
final class LayerTensors {
  private LayerTensors() {}

  /** Two tensors in order; null ones are left out. */
  static Map<String, Tensor> of(String first, Tensor a, String second, Tensor b) {
    Map<String, Tensor> map = new LinkedHashMap<>();
    if (a != null) {
      map.put(first, a);
    }
    if (b != null) {
      map.put(second, b);
    }
    return Collections.unmodifiableMap(map);
  }

  /**
   * Returns a tensor that has to be there and to have this many axes.
   *
   * @param axes what they are, for the message
   */
  static Tensor ofRank(String operation, String name, String axes, int rank, Tensor tensor) {
    if (tensor == null || tensor.shape().rank() != rank) {
      throw new ShapeException(operation, null, name + " " + axes, text(name, tensor), null);
    }
    return tensor;
  }

  /** Returns a tensor that has to be there and to have one axis of this size. */
  static Tensor vector(String operation, String name, int size, Tensor tensor) {
    if (tensor == null || !tensor.shape().equals(Shape.of(size))) {
      throw new ShapeException(
          operation, null, name + " [" + size + "]", text(name, tensor), null);
    }
    return tensor;
  }

  /** {@code shift · matrix}, the matrix of {@code shift.length} rows in a tensor's elements. */
  static float[] product(float[] shift, Tensor matrix) {
    int columns = matrix.elements() / shift.length;
    float[] product = new float[columns];
    for (int row = 0; row < shift.length; row++) {
      for (int c = 0; c < columns; c++) {
        product[c] += shift[row] * matrix.data()[row * columns + c];
      }
    }
    return product;
  }

  /** A copy of a vector with this added. */
  static Tensor plus(Tensor vector, float[] more) {
    Tensor sum = vector.copy().requireGrad(vector.requiresGrad());
    for (int i = 0; i < more.length; i++) {
      sum.data()[i] += more[i];
    }
    return sum;
  }

  /**
   * Whether a batch of a network of sequences still has its time axis, {@code [n, steps, features]}.
   */
  static boolean hasSteps(Tensor batch) {
    return batch.shape().rank() == 3;
  }

  private static String text(String name, Tensor tensor) {
    return tensor == null ? "no " + name : name + " " + tensor.shape();
  }
}
