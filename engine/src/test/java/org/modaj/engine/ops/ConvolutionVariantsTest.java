package org.modaj.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.modaj.engine.TestTensors.leaf;
import static org.modaj.engine.TestTensors.uniform;
import static org.modaj.engine.ops.OperatorChecks.hasItsSlope;
import static org.modaj.engine.ops.OperatorChecks.refused;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;

/** Transposed convolution, convolution along sequences, and padding that keeps the size. */
class ConvolutionVariantsTest {

  /** Options that differ in height and width, and an output padding of whole strides. */
  private static final ConvTranspose2d.Options[] TRANSPOSED = {
    ConvTranspose2d.Options.of(1, 0),
    ConvTranspose2d.Options.of(1, 1),
    ConvTranspose2d.Options.of(2, 1).withOutputPad(1, 0),
    new ConvTranspose2d.Options(new Conv2d.Options(2, 3, 1, 0, 1, 2, 1), 1, 2),
    new ConvTranspose2d.Options(new Conv2d.Options(1, 2, 2, 1, 3, 1, 1), 2, 1),
    ConvTranspose2d.Options.of(2, 1).withGroups(2),
  };

  @Test
  void transposed_convolution_is_the_sum_of_its_definition() {
    for (ConvTranspose2d.Options o : TRANSPOSED) {
      Conv2d.Options c = o.convolution();
      Tensor x = uniform("x", 2, 4, 5, 4);
      Tensor w = uniform("w", 3, 2, 6 / c.groups(), 4);
      Tensor b = uniform("b", 6);
      Tensor y = ConvTranspose2d.apply(x, w, b, o);
      double[] expected = new double[y.elements()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = b.data()[i % 6];
      }
      for (int i = 0; i < x.elements(); i++) {
        int n = i / 80;
        int group = i % 4 / (4 / c.groups());
        for (int tap = 0; tap < 6; tap++) {
          int row = i / 20 % 4 * c.strideHeight() - c.padHeight() + tap / 2 * c.dilationHeight();
          int column = i / 4 % 5 * c.strideWidth() - c.padWidth() + tap % 2 * c.dilationWidth();
          if (row < 0 || row >= y.dim(1) || column < 0 || column >= y.dim(2)) {
            continue;
          }
          for (int out = 0; out < w.dim(2); out++) {
            int to = ((n * y.dim(1) + row) * y.dim(2) + column) * 6 + group * w.dim(2) + out;
            expected[to] += (double) x.data()[i] * w.data()[(tap * w.dim(2) + out) * 4 + i % 4];
          }
        }
      }
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) y.data()[i])
            .as("%s, element %d", o, i)
            .isCloseTo(expected[i], within(1e-5));
      }
    }
  }

  @Test
  void slopes_of_transposed_convolutions() {
    for (ConvTranspose2d.Options o : TRANSPOSED) {
      hasItsSlope(
          in -> ConvTranspose2d.apply(in[0], in[1], in[2], o),
          leaf("x", 2, 3, 4, 4),
          leaf("w", 3, 2, 6 / o.convolution().groups(), 4),
          leaf("b", 6));
    }
    hasItsSlope(
        in -> ConvTranspose2d.apply(in[0], in[1], null, ConvTranspose2d.Options.of(1, 1)),
        leaf("x", 1, 8, 7, 3),
        leaf("w", 3, 3, 2, 3));
  }

  @Test
  void transposed_convolutions_are_checked() {
    Tensor x = uniform("x", 1, 3, 3, 4);
    Tensor w = uniform("w", 3, 3, 5, 4);
    ConvTranspose2d.Options plain = ConvTranspose2d.Options.of(1, 0);
    refused(
        () -> ConvTranspose2d.apply(uniform("x", 3, 3, 4), w, null, plain),
        "transposed conv2d",
        "input [n, height, width, channels] and weight [kh, kw, out/groups, in]",
        "input [3, 3, 4], weight [3, 3, 5, 4]");
    refused(
        () -> ConvTranspose2d.apply(x, uniform("w", 3, 3, 4, 5), null, plain),
        "transposed conv2d",
        "an input of 5 channels, a multiple of 1 groups",
        "input [1, 3, 3, 4], weight [3, 3, 4, 5], groups 1");
    refused(
        () -> ConvTranspose2d.apply(x, w, uniform("b", 4), plain),
        "transposed conv2d",
        "bias [5]",
        "bias [4]");
    refused(
        () -> ConvTranspose2d.apply(x, w, null, ConvTranspose2d.Options.of(1, 3)),
        "transposed conv2d",
        "an image of at least one pixel and an output of at least 1x1",
        "input [1, 3, 3, 4], weight [3, 3, 5, 4], padding 3x3, output -1x-1");
    refused(
        () -> ConvTranspose2d.Options.of(2, 0).withOutputPad(0, 2),
        "transposed conv2d",
        "an output padding of at least 0x0 and less than 2x2, the larger of stride and dilation",
        "output padding 0x2");
  }

  @Test
  void a_sequence_is_an_image_of_one_row() {
    Conv1d.Options options = new Conv1d.Options(2, 3, 2, 2);
    Tensor x = uniform("x", 2, 9, 4);
    Tensor w = uniform("w", 3, 2, 6);
    Tensor b = uniform("b", 6);
    Tensor y = Conv1d.apply(x, w, b, options, null);
    assertThat(y.shape()).isEqualTo(Shape.of(2, 6, 6));
    assertThat(y.data())
        .isEqualTo(
            Conv2d.apply(
                    x.view(Shape.of(2, 1, 9, 4)),
                    w.view(Shape.of(1, 3, 2, 6)),
                    b,
                    new Conv2d.Options(1, 2, 0, 3, 1, 2, 2))
                .data());
    for (int[] lengths : new int[][] {null, {5, 9}, {0, 7}}) {
      hasItsSlope(
          in -> Conv1d.apply(in[0], in[1], in[2], options, lengths),
          leaf("x", 2, 9, 4),
          leaf("w", 3, 2, 6),
          leaf("b", 6));
    }
  }

  @Test
  void a_shorter_sequence_gives_what_it_gives_alone() {
    Conv1d.Options options = Conv1d.Options.of(2, 1);
    Tensor x = leaf("x", 2, 8, 3);
    Arrays.fill(x.data(), 5 * 3, 8 * 3, Float.NaN);
    Tensor w = leaf("w", 3, 3, 4);
    Tensor b = leaf("b", 4);
    Tensor y = Conv1d.apply(x, w, b, options, new int[] {5, 8});
    Tensor alone =
        Conv1d.apply(
            Slice.apply(x.detach(), Slice.Range.of(0, 1), Slice.Range.of(0, 5)),
            w,
            b,
            options,
            null);
    assertThat(alone.shape()).isEqualTo(Shape.of(1, 3, 4));
    assertThat(Arrays.copyOf(y.data(), 12)).isEqualTo(alone.data());
    assertThat(Arrays.copyOfRange(y.data(), 12, 16)).containsOnly(0);
    y.backward(Tensor.full(y.shape(), 1));
    assertThat(Arrays.copyOfRange(x.grad().data(), 15, 24)).containsOnly(0);
    assertThat(w.grad().data()).doesNotContain(Float.NaN);
    assertThat(b.grad().data()).containsOnly(7);
  }

  @Test
  void sequences_are_checked() {
    Tensor x = uniform("x", 2, 4, 3);
    Tensor w = uniform("w", 3, 3, 5);
    Conv1d.Options plain = Conv1d.Options.of(1, 0);
    refused(
        () -> Conv1d.apply(uniform("x", 2, 4), w, null, plain, null),
        "conv1d",
        "input [n, steps, channels] and weight [kernel, in/groups, out]",
        "input [2, 4], weight [3, 3, 5]");
    refused(
        () -> Conv1d.apply(uniform("x", 2, 4, 4), w, null, plain, null),
        "conv1d",
        "an input of 3 channels and a multiple of 1 output channels",
        "input [2, 4, 4], weight [3, 3, 5], groups 1");
    refused(
        () -> Conv1d.apply(x, uniform("w", 5, 3, 5), null, plain, null),
        "conv1d",
        "a kernel no longer than the padded sequence",
        "input [2, 4, 3], weight [5, 3, 5], padding 0");
    refused(
        () -> Conv1d.apply(x, w, uniform("b", 3), plain, null), "conv1d", "bias [5]", "bias [3]");
    refused(
        () -> Conv1d.apply(x, w, null, plain, new int[] {4}),
        "conv1d",
        "sequences [n, steps, ...] and one length for each",
        "input [2, 4, 3], 1 lengths");
    refused(
        () -> Conv1d.apply(x, w, null, plain, new int[] {4, 5}),
        "conv1d",
        "lengths in [0, 4]",
        "length 5 of sequence 1");
    refused(
        () -> new Conv1d.Options(1, -1, 1, 1),
        "conv1d",
        "stride, dilation and groups of at least 1 and padding of at least 0",
        "stride 1, padding -1, dilation 1, groups 1");
  }

  @Test
  void the_same_size_comes_out() {
    for (int[] k : new int[][] {{3, 3, 1, 1}, {2, 3, 1, 2}, {4, 1, 3, 1}, {2, 2, 1, 1}}) {
      Tensor y =
          Conv2d.same(
              uniform("x", 1, 6, 5, 2), uniform("w", k[0], k[1], 2, 3), null, k[2], k[3], 1);
      assertThat(y.shape()).isEqualTo(Shape.of(1, 6, 5, 3));
    }
    Tensor x = Tensor.of(Shape.of(1, 1, 3, 1), new float[] {1, 10, 100});
    Tensor w = Tensor.of(Shape.of(1, 2, 1, 1), new float[] {1, 2});
    assertThat(Conv2d.same(x, w, null, 1, 1, 1).data()).containsExactly(21, 210, 100);
    hasItsSlope(
        in -> Conv2d.same(in[0], in[1], in[2], 1, 2, 2),
        leaf("x", 2, 5, 4, 4),
        leaf("w", 2, 2, 2, 6),
        leaf("b", 6));
  }
}
