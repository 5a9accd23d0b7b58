package org.modaj.interop.torch;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

/**
 * One tensor of a network and the tensors of PyTorch that hold its values.
 *
 * @param tensor ours
 * @param names PyTorch's names; two where it keeps two biases whose sum counts
 * @param axes PyTorch's axis {@code a} is our axis {@code axes[a]}
 * @param conversion between the two layouts
 */
record Binding(Tensor tensor, List<String> names, int[] axes, Conversion conversion) {

  /** PyTorch's shape of each of its tensors. */
  int[] shape() {
    int[] shape = new int[axes.length];
    for (int a = 0; a < axes.length; a++) {
      shape[a] = tensor.dim(axes[a]);
    }
    return shape;
  }

  /** Our shape of a tensor that has this one in PyTorch, of as many axes. */
  Shape ourShape(int[] theirs) {
    int[] ours = new int[axes.length];
    for (int a = 0; a < axes.length; a++) {
      ours[axes[a]] = theirs[a];
    }
    return Shape.of(ours);
  }

  /** A change of layout; both directions copy. */
  interface Conversion {
    /** Our values from PyTorch's. */
    float[] fromTorch(float[] values);

    /** PyTorch's values from ours. */
    float[] toTorch(float[] values);
  }

  /** The values as they are. */
  static final Conversion SAME =
      new Conversion() {
        @Override
        public float[] fromTorch(float[] values) {
          return values.clone();
        }

        @Override
        public float[] toTorch(float[] values) {
          return values.clone();
        }
      };

  /** PyTorch's value {@code position[i]} is our value {@code i}. */
  static Conversion moved(int[] position) {
    return new Conversion() {
      @Override
      public float[] fromTorch(float[] values) {
        float[] ours = new float[values.length];
        for (int i = 0; i < ours.length; i++) {
          ours[i] = values[position[i]];
        }
        return ours;
      }

      @Override
      public float[] toTorch(float[] values) {
        float[] theirs = new float[values.length];
        for (int i = 0; i < values.length; i++) {
          theirs[position[i]] = values[i];
        }
        return theirs;
      }
    };
  }

  /** Our values from what the file holds under {@link #names}. */
  float[] fromTorch(List<float[]> parts) {
    float[] sum = conversion.fromTorch(parts.getFirst());
    for (float[] more : parts.subList(1, parts.size())) {
      float[] converted = conversion.fromTorch(more);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += converted[i];
      }
    }
    return sum;
  }
}
