package org.modaj.bench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.StoredTensor;

class LayoutTest {

  @ParameterizedTest
  @CsvSource({
    "SAME, 2x3x4, 2x3x4",
    "CHANNELS_SECOND, 2x3, 2x3",
    "CHANNELS_SECOND, 2x3x4, 2x4x3",
    "CHANNELS_SECOND, 2x3x4x5, 2x4x5x3",
    "CHANNELS_SECOND, 2x3x4x5x2, 2x4x5x2x3",
    "CONVOLUTION_WEIGHT, 6x3x4x5, 4x5x3x6",
    "SEQUENCE_CONVOLUTION_WEIGHT, 6x3x4, 4x3x6",
    "DENSE_WEIGHT, 2x3, 3x2",
  })
  void values_go_where_their_axes_go_and_come_back(Layout layout, String stored, String ours) {
    int[] shape = sizes(stored);
    int count = Shape.of(shape).elements();
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    StoredTensor original = StoredTensor.ofFloats(values, shape);

    Tensor tensor = layout.read(original);

    assertThat(tensor.shape()).isEqualTo(Shape.of(sizes(ours)));
    NamedArray back = layout.write("x", tensor);
    assertThat(back.shape()).isEqualTo(shape);
    assertThat(back.values().floats()).isEqualTo(values);
    tensor.data()[0] = -1;
    assertThat(values[0]).isZero();
  }

  @Test
  void channels_move_behind_the_positions() {
    float[] stored = {111, 112, 121, 122, 211, 212, 221, 222}; // channel, row, column
    Tensor image = Layout.CHANNELS_SECOND.read(StoredTensor.ofFloats(stored, 1, 2, 2, 2));
    assertThat(image.data()).containsExactly(111, 211, 112, 212, 121, 221, 122, 222);
  }

  private static int[] sizes(String text) {
    return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
  }
}
