package org.modaj.engine.io;

import java.util.Arrays;
import org.modaj.engine.EngineException;

/**
 * Moves values between PyTorch's axis order and ours.
 *
 * <table>
 *   <caption>axis orders</caption>
 *   <tr><th>what</th><th>PyTorch</th><th>here</th></tr>
 *   <tr><td>images</td><td>[n, channels, h, w]</td><td>[n, h, w, channels]</td></tr>
 *   <tr><td>convolution weights</td><td>[out, in/groups, kh, kw]</td>
 *       <td>[kh, kw, in/groups, out]</td></tr>
 *   <tr><td>dense weights</td><td>[out, in]</td><td>[in, out]</td></tr>
 *   <tr><td>flattened images</td><td>(channel, h, w)</td><td>(h, w, channel)</td></tr>
 * </table>
 *
 * <p>Values are copied, never changed; the argument {@code shape} is always the shape of the values
 * given, and a dimension may be 0. Every method throws {@link EngineException} when the rank or the
 * number of values does not fit.
 */
public final class TorchLayout {
  private static final int[] NCHW_TO_NHWC = {0, 2, 3, 1};
  private static final int[] NHWC_TO_NCHW = {0, 3, 1, 2};
  private static final int[] OIHW_TO_HWIO = {2, 3, 1, 0};
  private static final int[] HWIO_TO_OIHW = {3, 2, 0, 1};
  private static final int[] SWAP = {1, 0};

  private TorchLayout() {}

  /**
   * A copy in another axis order.
   *
   * @param values row-major
   * @param shape of {@code values}
   */
  public record Arranged(float[] values, int[] shape) {}

  /** Images [n, channels, h, w] to [n, h, w, channels]. */
  public static Arranged imagesFromTorch(float[] values, int... shape) {
    return permute(values, shape, NCHW_TO_NHWC);
  }

  /** Images [n, h, w, channels] to [n, channels, h, w]. */
  public static Arranged imagesToTorch(float[] values, int... shape) {
    return permute(values, shape, NHWC_TO_NCHW);
  }

  /** Convolution weights [out, in/groups, kh, kw] to [kh, kw, in/groups, out]. */
  public static Arranged convFromTorch(float[] values, int... shape) {
    return permute(values, shape, OIHW_TO_HWIO);
  }

  /** Convolution weights [kh, kw, in/groups, out] to [out, in/groups, kh, kw]. */
  public static Arranged convToTorch(float[] values, int... shape) {
    return permute(values, shape, HWIO_TO_OIHW);
  }

  /** Dense weights [out, in] to [in, out]. */
  public static Arranged denseFromTorch(float[] values, int... shape) {
    return permute(values, shape, SWAP);
  }

  /** Dense weights [in, out] to [out, in]. */
  public static Arranged denseToTorch(float[] values, int... shape) {
    return permute(values, shape, SWAP);
  }

  /**
   * Dense weights after a flatten: [out, channels·h·w] with inputs in (channel, h, w) order to
   * [h·w·channels, out] with inputs in (h, w, channel) order.
   */
  public static Arranged flattenedDenseFromTorch(
      float[] values, int out, int channels, int h, int w) {
    Arranged moved = permute(values, new int[] {out, channels, h, w}, OIHW_TO_HWIO);
    return new Arranged(moved.values(), new int[] {h * w * channels, out});
  }

  /**
   * The inverse of {@link #flattenedDenseFromTorch}: [h·w·channels, out] to [out, channels·h·w].
   */
  public static Arranged flattenedDenseToTorch(
      float[] values, int out, int channels, int h, int w) {
    Arranged moved = permute(values, new int[] {h, w, channels, out}, HWIO_TO_OIHW);
    return new Arranged(moved.values(), new int[] {out, channels * h * w});
  }

  /** Returns {@code values} with axis {@code order[i]} of {@code shape} as its axis i. */
  private static Arranged permute(float[] values, int[] shape, int[] order) {
    if (shape.length != order.length) {
      throw new EngineException(
          "layout",
          null,
          "shape %s has rank %d, expected %d"
              .formatted(Arrays.toString(shape), shape.length, order.length));
    }
    if (StoredTensor.elementCount(shape) != values.length) {
      throw new EngineException(
          "layout",
          null,
          "shape %s does not have %d elements".formatted(Arrays.toString(shape), values.length));
    }
    int rank = shape.length;
    int[] sourceStride = new int[rank];
    for (int axis = rank - 1, stride = 1; axis >= 0; stride *= shape[axis--]) {
      sourceStride[axis] = stride;
    }
    int[] newShape = new int[rank];
    int[] stride = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      newShape[axis] = shape[order[axis]];
      stride[axis] = sourceStride[order[axis]];
    }
    float[] moved = new float[values.length];
    int[] index = new int[rank];
    for (int to = 0, from = 0; to < moved.length; to++) {
      moved[to] = values[from];
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += stride[axis];
        if (++index[axis] < newShape[axis]) {
          break;
        }
        from -= stride[axis] * newShape[axis];
        index[axis] = 0;
      }
    }
    return new Arranged(moved, newShape);
  }
}
