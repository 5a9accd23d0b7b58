package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.modaj.engine.TestTensors.distinct;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.TestTensors.uniform;
import static org.modaj.engine.ops.OperatorChecks.hasItsSlope;
import static org.modaj.engine.ops.OperatorChecks.refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

/** Pooling with sizes rounded up, dilated windows, given output sizes, and NaN. */
class PoolingOperatorsTest {

  /** Kernel, stride, padding and dilation of height and width, and whether sizes are rounded up. */
  @ParameterizedTest
  @CsvSource({
    "3, 2, 2, 2, 0, 0, 1, 1, true",
    "2, 2, 2, 2, 0, 0, 1, 1, true",
    "2, 3, 2, 3, 1, 1, 1, 1, true",
    "2, 3, 1, 2, 0, 1, 2, 2, false",
    "3, 2, 2, 3, 1, 0, 2, 3, true",
    "2, 2, 3, 3, 1, 1, 1, 1, true",
  })
  void maxima_are_those_of_the_definition(
      int kh, int kw, int sh, int sw, int ph, int pw, int dh, int dw, boolean ceil) {
    MaxPool2d.Window window =
        new MaxPool2d.Window(kh, kw, sh, sw, ph, pw).withDilation(dh, dw).withCeil(ceil);
    for (int channels : new int[] {3, 9}) {
      Tensor x = distinct("x", 2, 7, 9, channels);
      Tensor y = MaxPool2d.apply(x, window);
      for (int oy = 0; oy < y.dim(1); oy++) {
        for (int ox = 0; ox < y.dim(2); ox++) {
          float max = Float.NEGATIVE_INFINITY;
          for (int iy = oy * sh - ph; iy < oy * sh - ph + kh * dh; iy += dh) {
            for (int ix = ox * sw - pw; ix < ox * sw - pw + kw * dw; ix += dw) {
              if (iy >= 0 && iy < 7 && ix >= 0 && ix < 9) {
                max = Math.max(max, x.data()[((7 + iy) * 9 + ix) * channels + 1]);
              }
            }
          }
          int at = ((y.dim(1) + oy) * y.dim(2) + ox) * channels + 1;
          assertThat(y.data()[at]).isEqualTo(max);
        }
      }
      hasItsSlope(in -> MaxPool2d.apply(in[0], window), distinct("x", 1, 7, 9, channels));
    }
  }

  /**
   * The sizes PyTorch gives: rounded up, but no window that starts in the padding after the image.
   */
  @ParameterizedTest
  @CsvSource({
    "7, 3, 2, 0, 3, 3",
    "6, 3, 2, 0, 2, 3",
    "5, 2, 2, 1, 3, 3",
    "6, 2, 2, 1, 4, 4",
    "4, 2, 3, 1, 2, 2",
    "3, 1, 2, 0, 2, 2",
    "2, 1, 2, 0, 1, 1"
  })
  void sizes_rounded_down_and_up(int in, int kernel, int stride, int pad, int down, int up) {
    MaxPool2d.Window window = MaxPool2d.Window.of(kernel, stride, pad);
    assertThat(window.on(Shape.of(1, in, in, 1)).outHeight()).isEqualTo(down);
    assertThat(window.withCeil(true).on(Shape.of(1, in, in, 1)).outWidth()).isEqualTo(up);
  }

  @Test
  void means_of_windows_that_leave_the_image() {
    Tensor ones = Tensor.full(Shape.of(1, 4, 4, 1), 1);
    MaxPool2d.Window up = MaxPool2d.Window.of(3, 2, 1).withCeil(true);
    assertThat(AvgPool2d.apply(ones, up, false).data()).containsOnly(1);
    float corner = 4f / 9;
    float edge = 6f / 9;
    // the last windows cover one row of the image and one of the padding; the third does not exist
    assertThat(AvgPool2d.apply(ones, up).data())
        .containsExactly(corner, edge, 2f / 6, edge, 1, 0.5f, 2f / 6, 0.5f, 0.25f);
    hasItsSlope(in -> AvgPool2d.apply(in[0], up), leaf("x", 2, 4, 5, 3));
    hasItsSlope(in -> AvgPool2d.apply(in[0], up, false), leaf("x", 2, 6, 4, 9));
  }

  @Test
  void adaptive_maxima() {
    Tensor x = Tensor.of(Shape.of(1, 1, 5, 1), new float[] {1, 4, 3, 2, 5});
    assertThat(AdaptiveMaxPool2d.apply(x, 1, 2).data()).containsExactly(4, 5);
    assertThat(AdaptiveMaxPool2d.apply(x, 1, 3).data()).containsExactly(4, 4, 5);
    hasItsSlope(in -> AdaptiveMaxPool2d.apply(in[0], 3, 2), distinct("x", 2, 5, 7, 3));
    hasItsSlope(in -> AdaptiveMaxPool2d.apply(in[0], 1, 1), distinct("x", 2, 5, 7, 3));
    hasItsSlope(in -> AdaptiveMaxPool2d.apply(in[0], 6, 9), distinct("x", 1, 5, 7, 2));
    assertThat(AdaptiveMaxPool2d.apply(Tensor.zeros(0, 3, 3, 2), 2, 1).shape())
        .isEqualTo(Shape.of(0, 2, 1, 2));
    refused(
        () -> AdaptiveMaxPool2d.apply(uniform("x", 4, 4, 2), 1, 1),
        "adaptive max pool",
        "[n, height, width, channels] with at least one pixel",
        "input [4, 4, 2]");
    refused(
        () -> AdaptiveMaxPool2d.apply(uniform("x", 1, 4, 4, 2), 1, 0),
        "adaptive max pool",
        "an output of at least 1x1",
        "1x0");
  }

  @Test
  void equal_maxima_and_nan() {
    float nan = Float.NaN;
    for (int channels : new int[] {1, 3, 8, 17}) {
      for (float[] pixels : new float[][] {{1, 2, 2, 0}, {1, nan, 3, 2}, {nan, 5, nan, 6}}) {
        Tensor x = Tensor.zeros(1, 2, 2, channels).requireGrad(true);
        for (int i = 0; i < x.elements(); i++) {
          x.data()[i] = pixels[i / channels];
        }
        int given = pixels[0] == 1 ? 1 : 2;
        for (MaxPool2d.Window window :
            new MaxPool2d.Window[] {
              MaxPool2d.Window.square(2), new MaxPool2d.Window(2, 2, 1, 1, 0, 0)
            }) {
          x.zeroGrad();
          Tensor y = MaxPool2d.apply(x, window);
          y.backward(Tensor.full(y.shape(), 7));
          for (int i = 0; i < x.elements(); i++) {
            assertThat(x.grad().data()[i]).isEqualTo(i / channels == given ? 7 : 0);
          }
        }
        x.zeroGrad();
        Tensor y = AdaptiveMaxPool2d.apply(x, 1, 1);
        y.backward(Tensor.full(y.shape(), 7));
        assertThat(x.grad().data()[given * channels]).isEqualTo(7);
      }
    }
  }

  @Test
  void windows_are_checked() {
    refused(
        () -> MaxPool2d.Window.of(2, 2, 0).withDilation(1, 0),
        "pooling",
        "a dilation of at least 1",
        "dilation 1x0");
    refused(
        () ->
            MaxPool2d.apply(
                uniform("x", 1, 2, 2, 1), MaxPool2d.Window.of(2, 1, 1).withDilation(3, 3)),
        "pooling",
        "windows that each have a pixel of the image",
        "input [1, 2, 2, 1], dilation 3x3, padding 1x1");
    refused(
        () ->
            AvgPool2d.apply(
                uniform("x", 1, 4, 4, 1), MaxPool2d.Window.square(2).withDilation(2, 1)),
        "average pool",
        "a window without dilation",
        "dilation 2x1");
    refused(
        () ->
            MaxPool2d.apply(
                uniform("x", 1, 4, 4, 1), MaxPool2d.Window.square(3).withDilation(2, 2)),
        "pooling",
        "an image of at least 5x5 with its padding",
        "input [1, 4, 4, 1]");
  }
}
