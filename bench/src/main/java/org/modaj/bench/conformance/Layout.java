package org.modaj.bench.conformance;

import java.util.Arrays;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.StoredTensor;
import org.modaj.engine.io.TorchLayout;
import org.modaj.engine.io.TorchLayout.Arranged;

/** How the axes of a stored value map to those of a {@link Tensor}. */
public enum Layout {
  /** The same order in both. */
  SAME {
    @Override
    public Arranged fromTorch(float[] values, int[] shape) {
      return new Arranged(values.clone(), shape);
    }

    @Override
    public Arranged toTorch(float[] values, int[] shape) {
      return new Arranged(values.clone(), shape);
    }
  },
  /** Stored [n, channels, positions...], here [n, positions..., channels]; rank 2 or more. */
  CHANNELS_SECOND {
    @Override
    public Arranged fromTorch(float[] values, int[] shape) {
      int[] ours = shape.clone();
      System.arraycopy(shape, 2, ours, 1, shape.length - 2);
      ours[shape.length - 1] = shape[1];
      int positions = product(shape, 2, shape.length);
      return new Arranged(
          TorchLayout.imagesFromTorch(values, shape[0], shape[1], positions, 1).values(), ours);
    }

    @Override
    public Arranged toTorch(float[] values, int[] shape) {
      int last = shape.length - 1;
      int[] stored = shape.clone();
      System.arraycopy(shape, 1, stored, 2, last - 1);
      stored[1] = shape[last];
      int positions = product(shape, 1, last);
      return new Arranged(
          TorchLayout.imagesToTorch(values, shape[0], positions, 1, shape[last]).values(), stored);
    }
  },
  /** Stored [out, in/groups, kh, kw], here [kh, kw, in/groups, out]. */
  CONVOLUTION_WEIGHT {
    @Override
    public Arranged fromTorch(float[] values, int[] shape) {
      return TorchLayout.convFromTorch(values, shape);
    }

    @Override
    public Arranged toTorch(float[] values, int[] shape) {
      return TorchLayout.convToTorch(values, shape);
    }
  },
  /** Stored [out, in/groups, k], here [k, in/groups, out]. */
  SEQUENCE_CONVOLUTION_WEIGHT {
    @Override
    public Arranged fromTorch(float[] values, int[] shape) {
      Arranged moved = TorchLayout.convFromTorch(values, shape[0], shape[1], shape[2], 1);
      return new Arranged(moved.values(), new int[] {shape[2], shape[1], shape[0]});
    }

    @Override
    public Arranged toTorch(float[] values, int[] shape) {
      Arranged moved = TorchLayout.convToTorch(values, shape[0], 1, shape[1], shape[2]);
      return new Arranged(moved.values(), new int[] {shape[2], shape[1], shape[0]});
    }
  },
  /** Stored [out, in], here [in, out]. */
  DENSE_WEIGHT {
    @Override
    public Arranged fromTorch(float[] values, int[] shape) {
      return TorchLayout.denseFromTorch(values, shape);
    }

    @Override
    public Arranged toTorch(float[] values, int[] shape) {
      return TorchLayout.denseToTorch(values, shape);
    }
  };

  public abstract Arranged fromTorch(float[] values, int[] shape);

  public abstract Arranged toTorch(float[] values, int[] shape);

  /** Returns a copy of {@code stored} in our axis order. */
  public Tensor read(StoredTensor stored) {
    Arranged ours = fromTorch(stored.floats(), stored.shape());
    return Tensor.of(Shape.of(ours.shape()), ours.values());
  }

  /** Returns a copy of {@code tensor} in the stored axis order. */
  public NamedArray write(String name, Tensor tensor) {
    Arranged stored = toTorch(tensor.data(), tensor.shape().toArray());
    return NamedArray.of(name, stored.values(), stored.shape());
  }

  private static int product(int[] sizes, int from, int to) {
    return Arrays.stream(sizes, from, to).reduce(1, Math::multiplyExact);
  }
}
