package org.modaj.engine.kernel.vector.epilogue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.Epilogue;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * An {@link Epilogue} on blocks of the output {@code [positions, channels]} that have just been
 * finished: small enough to be in the cache, long enough for {@link AffineMap}.
 *
 * <p>A bias without a scale is a shift with scales of 1, neither of them a shift of -0; this
 * changes no bit. A bias in front of a scale is a map of its own.
 */
public final class BlockEpilogue {
  private final @Nullable AffineMap bias;
  private final AffineMap map;

  private BlockEpilogue(@Nullable AffineMap bias, AffineMap map) {
    this.bias = bias;
    this.map = map;
  }

  /**
   * Takes the epilogue of the calling thread's kernel, whose output is {@code y}.
   *
   * @return null when there is nothing to do
   */
  public static @Nullable BlockEpilogue of(Epilogue e, int channels, float[] y) {
    if (e.isEmpty() || channels == 0) {
      return null;
    }
    Scratch.Slot slot = Scratch.Slot.SHARED_EPILOGUE;
    float @Nullable [] mean = e.mean();
    float @Nullable [] scale = e.scale();
    float @Nullable [] offset = e.shift();
    if (mean != null && scale != null && offset != null) {
      Scratch.Slot other = Scratch.Slot.SHARED_BIAS;
      return new BlockEpilogue(
          e.bias() == null ? null : shift(channels, y, e.bias(), null, false, other),
          new AffineMap(channels, y, mean, scale, offset, e.skip(), e.relu(), y, slot));
    }
    float[] shift = e.bias();
    if (shift == null) {
      shift = Scratch.floats(Scratch.Slot.SHARED_ZEROS, channels);
      Arrays.fill(shift, 0, channels, -0f);
    }
    return new BlockEpilogue(null, shift(channels, y, shift, e.skip(), e.relu(), slot));
  }

  private static AffineMap shift(
      int channels,
      float[] y,
      float[] shift,
      float @Nullable [] skip,
      boolean relu,
      Scratch.Slot slot) {
    float[] ones = Scratch.floats(Scratch.Slot.SHARED_ONES, channels);
    Arrays.fill(ones, 0, channels, 1f);
    return new AffineMap(channels, y, null, ones, shift, skip, relu, y, slot);
  }

  /** Applies it to the elements {@code [from, to)}. */
  public void run(int from, int to) {
    if (bias != null) {
      bias.run(from, to);
    }
    map.run(from, to);
  }

  /**
   * Applies it to some columns of a few rows, one row a position.
   *
   * @param from index of the first element
   * @param stride distance of two rows
   */
  public void run(int from, int rows, int stride, int columns) {
    if (columns == stride) {
      run(from, from + rows * columns);
      return;
    }
    for (int r = 0; r < rows; r++) {
      run(from + r * stride, from + r * stride + columns);
    }
  }
}
