package org.modaj.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.engine.EngineException;
import org.modaj.engine.io.TorchLayout.Arranged;

class TorchLayoutTest {
  private static float[] count(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = i;
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,1", "2,3,4,5", "3,1,2,7", "1,8,1,1", "2,0,3,3", "0,3,3,3"})
  void an_image_value_keeps_its_place(int n, int c, int h, int w) {
    float[] nchw = count(n * c * h * w);

    Arranged ours = TorchLayout.imagesFromTorch(nchw, n, c, h, w);

    assertThat(ours.shape()).containsExactly(n, h, w, c);
    for (int in = 0; in < n; in++) {
      for (int ic = 0; ic < c; ic++) {
        for (int ih = 0; ih < h; ih++) {
          for (int iw = 0; iw < w; iw++) {
            assertThat(ours.values()[((in * h + ih) * w + iw) * c + ic])
                .isEqualTo(nchw[((in * c + ic) * h + ih) * w + iw]);
          }
        }
      }
    }
    Arranged back = TorchLayout.imagesToTorch(ours.values(), ours.shape());
    assertThat(back.values()).isEqualTo(nchw);
    assertThat(back.shape()).containsExactly(n, c, h, w);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,1", "4,3,3,3", "6,1,3,3", "5,2,1,7", "2,3,5,4"})
  void a_convolution_weight_keeps_its_place(int out, int in, int kh, int kw) {
    float[] oihw = count(out * in * kh * kw);

    Arranged ours = TorchLayout.convFromTorch(oihw, out, in, kh, kw);

    assertThat(ours.shape()).containsExactly(kh, kw, in, out);
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int y = 0; y < kh; y++) {
          for (int x = 0; x < kw; x++) {
            assertThat(ours.values()[((y * kw + x) * in + i) * out + o])
                .isEqualTo(oihw[((o * in + i) * kh + y) * kw + x]);
          }
        }
      }
    }
    Arranged back = TorchLayout.convToTorch(ours.values(), ours.shape());
    assertThat(back.values()).isEqualTo(oihw);
    assertThat(back.shape()).containsExactly(out, in, kh, kw);
  }

  @Test
  void a_dense_weight_is_transposed() {
    Arranged ours = TorchLayout.denseFromTorch(count(6), 2, 3);

    assertThat(ours.shape()).containsExactly(3, 2);
    assertThat(ours.values()).containsExactly(0, 3, 1, 4, 2, 5);
    Arranged back = TorchLayout.denseToTorch(ours.values(), ours.shape());
    assertThat(back.values()).isEqualTo(count(6));
    assertThat(back.shape()).containsExactly(2, 3);
  }

  @Test
  void dense_after_flatten_reads_the_same_features() {
    int out = 3;
    int c = 2;
    int h = 4;
    int w = 5;
    float[] torch = count(out * c * h * w);
    float[] image = count(c * h * w);

    Arranged ours = TorchLayout.flattenedDenseFromTorch(torch, out, c, h, w);
    float[] features = TorchLayout.imagesFromTorch(image, 1, c, h, w).values();

    assertThat(ours.shape()).containsExactly(h * w * c, out);
    for (int o = 0; o < out; o++) {
      double want = 0;
      double got = 0;
      for (int i = 0; i < image.length; i++) {
        want += (double) torch[o * image.length + i] * image[i];
        got += (double) ours.values()[i * out + o] * features[i];
      }
      assertThat(got).isEqualTo(want);
    }
    Arranged back = TorchLayout.flattenedDenseToTorch(ours.values(), out, c, h, w);
    assertThat(back.values()).isEqualTo(torch);
    assertThat(back.shape()).containsExactly(out, c * h * w);
  }

  @Test
  void refuses_another_rank_or_size() {
    assertThatThrownBy(() -> TorchLayout.imagesFromTorch(count(6), 2, 3))
        .isInstanceOf(EngineException.class)
        .hasMessage("layout: shape [2, 3] has rank 2, expected 4");
    assertThatThrownBy(() -> TorchLayout.denseFromTorch(count(5), 2, 3))
        .isInstanceOf(EngineException.class)
        .hasMessage("layout: shape [2, 3] does not have 5 elements");
  }
}
