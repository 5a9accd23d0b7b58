package org.modaj.engine.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LE;
import static org.modaj.engine.kernel.vector.Lanes.LANES;
import static org.modaj.engine.kernel.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.Epilogue;

/**
 * An {@link Epilogue} on finished tiles of the output, which are still in the first-level cache.
 *
 * <p>One form serves all: {@code max(floor, fma(y, scale, shift) (+ skip))}. A bias without a scale
 * is a shift with scales of 1, neither of them a shift of -0, and no ReLU a floor of -∞; none of
 * these changes a bit. A bias in front of a scale is a pass of its own over the tile.
 */
final class TileEpilogue {
  private final TileEpilogue before;
  private final float[] scale;
  private final float[] shift;
  private final float[] skip;
  private final float floor;

  private TileEpilogue(
      TileEpilogue before, float[] scale, float[] shift, float[] skip, float floor) {
    this.before = before;
    this.scale = scale;
    this.shift = shift;
    this.skip = skip;
    this.floor = floor;
  }

  /**
   * Takes the epilogue of the calling thread's kernel.
   *
   * @return null when there is nothing to do
   */
  static TileEpilogue of(Epilogue e, int channels) {
    if (e.isEmpty()) {
      return null;
    }
    float floor = e.relu() ? 0f : Float.NEGATIVE_INFINITY;
    if (e.scale() != null && e.bias() == null) {
      return new TileEpilogue(null, e.scale(), e.shift(), e.skip(), floor);
    }
    float[] ones = Scratch.floats(Scratch.Slot.SHARED_ONES, channels);
    Arrays.fill(ones, 0, channels, 1f);
    if (e.scale() != null) {
      TileEpilogue biased =
          new TileEpilogue(null, ones, e.bias(), null, Float.NEGATIVE_INFINITY);
      return new TileEpilogue(biased, e.scale(), e.shift(), e.skip(), floor);
    }
    float[] shift = e.bias();
    if (shift == null) {
      shift = Scratch.floats(Scratch.Slot.SHARED_ZEROS, channels);
      Arrays.fill(shift, 0, channels, -0f);
    }
    return new TileEpilogue(null, ones, shift, e.skip(), floor);
  }

  /**
   * Applies it to a tile.
   *
   * @param from index of the tile's first element in {@code y}
   * @param stride distance of its rows
   * @param channel of its first column
   */
  void run(float[] y, int from, int rows, int stride, int columns, int channel) {
    if (before != null) {
      before.run(y, from, rows, stride, columns, channel);
    }
    int c = 0;
    for (; c <= columns - LANES; c += LANES) {
      if (skip == null) {
        vectors(y, from + c, rows, stride, scale, shift, channel + c, floor);
      } else {
        vectors(y, from + c, rows, stride, scale, shift, channel + c, skip, floor);
      }
    }
    for (; c < columns; c++) {
      column(y, from + c, rows, stride, channel + c);
    }
  }

  private static void vectors(
      float[] y,
      int from,
      int rows,
      int stride,
      float[] scale,
      float[] shift,
      int channel,
      float floor) {
    FloatVector factor = FloatVector.fromArray(SPECIES, scale, channel);
    FloatVector added = FloatVector.fromArray(SPECIES, shift, channel);
    FloatVector least = FloatVector.broadcast(SPECIES, floor);
    for (int r = 0; r < rows; r++) {
      int i = from + r * stride;
      FloatVector value = FloatVector.fromArray(SPECIES, y, i).fma(factor, added);
      value.blend(least, value.compare(LE, least)).intoArray(y, i);
    }
  }

  private static void vectors(
      float[] y,
      int from,
      int rows,
      int stride,
      float[] scale,
      float[] shift,
      int channel,
      float[] skip,
      float floor) {
    FloatVector factor = FloatVector.fromArray(SPECIES, scale, channel);
    FloatVector added = FloatVector.fromArray(SPECIES, shift, channel);
    FloatVector least = FloatVector.broadcast(SPECIES, floor);
    for (int r = 0; r < rows; r++) {
      int i = from + r * stride;
      FloatVector value =
          FloatVector.fromArray(SPECIES, y, i)
              .fma(factor, added)
              .add(FloatVector.fromArray(SPECIES, skip, i));
      value.blend(least, value.compare(LE, least)).intoArray(y, i);
    }
  }

  private void column(float[] y, int from, int rows, int stride, int channel) {
    for (int r = 0; r < rows; r++) {
      int i = from + r * stride;
      float value = Math.fma(y[i], scale[channel], shift[channel]);
      y[i] = Math.max(floor, skip == null ? value : value + skip[i]);
    }
  }
}
