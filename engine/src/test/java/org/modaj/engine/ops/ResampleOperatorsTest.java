package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.TestTensors.uniform;
import static org.modaj.engine.ops.OperatorChecks.hasItsSlope;
import static org.modaj.engine.ops.OperatorChecks.hasItsSlopes;
import static org.modaj.engine.ops.OperatorChecks.refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

/** Resampling, padding, and the moves of pixels and channels. */
class ResampleOperatorsTest {

  private static Tensor row(float... pixels) {
    return Tensor.of(Shape.of(1, 1, pixels.length, 1), pixels);
  }

  @Test
  void rows_of_other_lengths() {
    Tensor x = row(0, 4, 8);
    assertThat(Upsample.apply(x, Upsample.Mode.NEAREST, 1, 6).data())
        .containsExactly(0, 0, 4, 4, 8, 8);
    assertThat(Upsample.apply(x, Upsample.Mode.NEAREST, 1, 2).data()).containsExactly(0, 4);
    assertThat(Upsample.apply(x, Upsample.Mode.BILINEAR, 1, 6).data())
        .containsExactly(0, 1, 3, 5, 7, 8);
    assertThat(Upsample.apply(x, Upsample.Mode.BILINEAR_ALIGNED_CORNERS, 1, 5).data())
        .containsExactly(0, 2, 4, 6, 8);
    assertThat(Upsample.apply(x, Upsample.Mode.BILINEAR_ALIGNED_CORNERS, 2, 1).data())
        .containsExactly(0, 0);
    for (Upsample.Mode mode : Upsample.Mode.values()) {
      assertThat(Upsample.byFactor(x, mode, 1).data()).isEqualTo(x.data());
      assertThat(Upsample.byFactor(row(3), mode, 4).data()).hasSize(16).containsOnly(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void slopes_of_resampling(Upsample.Mode mode) {
    for (int[] size : new int[][] {{8, 10}, {3, 2}, {4, 5}, {9, 1}, {7, 6}}) {
      hasItsSlope(in -> Upsample.apply(in[0], mode, size[0], size[1]), leaf("x", 2, 4, 5, 3));
    }
  }

  @Test
  void a_pixel_between_others_does_not_read_them() {
    Tensor x = row(1, Float.NaN, 3, Float.POSITIVE_INFINITY);
    assertThat(Upsample.apply(x, Upsample.Mode.BILINEAR_ALIGNED_CORNERS, 1, 4).data())
        .containsExactly(x.data());
    assertThat(Pad2d.apply(row(-0f), Pad2d.Mode.REPLICATE, Pad2d.Sides.all(1), 0).data())
        .containsOnly(-0f);
  }

  @Test
  void borders() {
    Tensor x = row(1, 2, 3, 4);
    Pad2d.Sides sides = new Pad2d.Sides(2, 1, 0, 0);
    assertThat(Pad2d.apply(x, Pad2d.Mode.CONSTANT, sides, 9).data())
        .containsExactly(9, 9, 1, 2, 3, 4, 9);
    assertThat(Pad2d.apply(x, Pad2d.Mode.REFLECT, sides, 9).data())
        .containsExactly(3, 2, 1, 2, 3, 4, 3);
    assertThat(Pad2d.apply(x, Pad2d.Mode.REPLICATE, sides, 9).data())
        .containsExactly(1, 1, 1, 2, 3, 4, 4);
    assertThat(Pad2d.apply(x, Pad2d.Mode.CIRCULAR, sides, 9).data())
        .containsExactly(3, 4, 1, 2, 3, 4, 1);
  }

  @ParameterizedTest
  @EnumSource
  void slopes_of_borders(Pad2d.Mode mode) {
    hasItsSlope(
        in -> Pad2d.apply(in[0], mode, new Pad2d.Sides(2, 1, 3, 0), 0.5f), leaf("x", 2, 4, 3, 5));
  }

  @Test
  void pixels_of_channels_and_back() {
    Tensor x = Tensor.of(Shape.of(1, 1, 1, 8), new float[] {0, 1, 2, 3, 4, 5, 6, 7});
    Tensor y = PixelShuffle.apply(x, 2);
    assertThat(y.shape()).isEqualTo(Shape.of(1, 2, 2, 2));
    assertThat(y.data()).containsExactly(0, 4, 1, 5, 2, 6, 3, 7);
    Tensor image = uniform("image", 2, 4, 6, 3);
    assertThat(PixelShuffle.apply(PixelShuffle.inverse(image, 2), 2).data())
        .isEqualTo(image.data());
    hasItsSlope(in -> PixelShuffle.apply(in[0], 3), leaf("x", 2, 2, 3, 18));
    hasItsSlope(in -> PixelShuffle.inverse(in[0], 2), leaf("x", 2, 4, 6, 3));
  }

  @Test
  void channels_dealt_out() {
    Tensor x = Tensor.of(Shape.of(1, 6), new float[] {0, 1, 2, 3, 4, 5});
    assertThat(ChannelShuffle.apply(x, 2).data()).containsExactly(0, 3, 1, 4, 2, 5);
    assertThat(ChannelShuffle.apply(ChannelShuffle.apply(x, 2), 3).data()).isEqualTo(x.data());
    hasItsSlope(in -> ChannelShuffle.apply(in[0], 3), leaf("x", 2, 3, 2, 6));
  }

  @Test
  void parts_of_an_axis() {
    Tensor x = uniform("x", 3, 5, 2);
    Tensor[] parts = Split.apply(x, 1, 2, 0, 3);
    assertThat(parts[1].shape()).isEqualTo(Shape.of(3, 0, 2));
    assertThat(Concat.apply(1, parts).data()).isEqualTo(x.data());
    assertThat(parts[2].data()).isEqualTo(Narrow.apply(x, 1, 2, 3).data());
    hasItsSlopes(in -> Split.apply(in[0], -2, 2, 3), leaf("x", 3, 5, 2));
    hasItsSlope(in -> Split.equally(in[0], 0, 3)[1], leaf("x", 6, 2));
    Tensor used = leaf("x", 2, 4);
    Tensor last = Split.equally(used, -1, 2)[1];
    last.backward(Tensor.full(last.shape(), 5));
    assertThat(used.grad().data()).containsExactly(0, 0, 5, 5, 0, 0, 5, 5);
  }

  @Test
  void one_factor_a_channel() {
    hasItsSlope(in -> ChannelGate.apply(in[0], in[1]), leaf("x", 2, 3, 2, 4), leaf("g", 2, 4));
    hasItsSlope(in -> ChannelGate.apply(in[0], in[1]), leaf("x", 3, 4), leaf("g", 3, 4));
    Tensor x = Tensor.of(Shape.of(2, 1, 2), new float[] {1, 2, 3, 4});
    Tensor gate = Tensor.of(Shape.of(2, 2), new float[] {10, 20, 30, 40});
    assertThat(ChannelGate.apply(x, gate).data()).containsExactly(10, 40, 90, 160);
    refused(
        () -> ChannelGate.apply(uniform("x", 2, 3, 4), uniform("g", 4)),
        "channel gate",
        "an input [n, ..., channels] and a gate [n, channels]",
        "input [2, 3, 4], gate [4]");
  }

  @Test
  void sizes_are_checked() {
    Tensor x = uniform("x", 1, 3, 3, 6);
    refused(
        () -> Upsample.apply(uniform("x", 3, 3, 6), Upsample.Mode.NEAREST, 2, 2),
        "upsample",
        "[n, height, width, channels] with at least one pixel",
        "input [3, 3, 6]");
    refused(
        () -> Upsample.apply(x, Upsample.Mode.BILINEAR, 0, 2),
        "upsample",
        "an output of at least 1x1",
        "0x2");
    refused(
        () -> Upsample.byFactor(x, Upsample.Mode.BILINEAR, 0),
        "upsample",
        "[n, height, width, channels] and a factor of at least 1",
        "input [1, 3, 3, 6], factor 0");
    refused(
        () -> new Pad2d.Sides(0, -1, 0, 0),
        "pad",
        "padding of at least 0",
        "left 0, right -1, top 0, bottom 0");
    refused(
        () -> Pad2d.apply(x, Pad2d.Mode.REFLECT, new Pad2d.Sides(3, 0, 0, 0), 0),
        "pad",
        "a width of at least 4 for 3 pixels of the mode reflect",
        "input [1, 3, 3, 6]");
    refused(
        () -> Pad2d.apply(x, Pad2d.Mode.CIRCULAR, new Pad2d.Sides(0, 0, 0, 4), 0),
        "pad",
        "a height of at least 4 for 4 pixels of the mode circular",
        "input [1, 3, 3, 6]");
    refused(
        () -> Pad2d.apply(uniform("x", 3, 3), Pad2d.Mode.CONSTANT, Pad2d.Sides.all(1), 0),
        "pad",
        "[n, height, width, channels]",
        "input [3, 3]");
    refused(
        () -> PixelShuffle.apply(x, 2),
        "pixel shuffle",
        "[n, height, width, channels] whose channels the square of the factor 2 divides",
        "input [1, 3, 3, 6]");
    refused(
        () -> PixelShuffle.inverse(x, 2),
        "pixel unshuffle",
        "[n, height, width, channels] whose height and width the factor 2 divides",
        "input [1, 3, 3, 6]");
    refused(
        () -> ChannelShuffle.apply(x, 4),
        "channel shuffle",
        "[..., channels] whose channels 4 groups divide",
        "input [1, 3, 3, 6]");
    refused(
        () -> Split.apply(x, 3, 2, 3),
        "split",
        "sizes of at least 0 that add up to 6, axis 3 of shape [1, 3, 3, 6]",
        "[2, 3]");
    refused(
        () -> Split.equally(x, -1, 4),
        "split",
        "an axis of a size that 4 parts divide",
        "axis -1 of shape [1, 3, 3, 6]");
    refused(
        () -> SequenceMask.apply(uniform("x", 2, 3, 1), new int[] {3, 4}),
        "sequence mask",
        "lengths in [0, 3]",
        "length 4 of sequence 1");
  }
}
