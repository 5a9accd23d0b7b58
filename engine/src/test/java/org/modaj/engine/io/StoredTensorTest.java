package org.modaj.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;

class StoredTensorTest {
  @Test
  void refuses_an_array_of_another_length() {
    assertThatThrownBy(() -> StoredTensor.ofFloats(new float[5], 2, 3))
        .isInstanceOf(EngineException.class)
        .hasMessage("stored tensor: shape [2, 3] has 6 elements, the array has 5");
  }

  @Test
  void refuses_a_negative_dimension() {
    assertThatThrownBy(() -> StoredTensor.ofFloats(new float[6], -2, -3))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("negative dimension");
  }

  @Test
  void refuses_a_boolean_of_2() {
    assertThatThrownBy(() -> StoredTensor.ofBooleans(new byte[] {1, 2}, 2))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("element 1 is 2");
  }

  @Test
  void does_not_convert_between_types() {
    StoredTensor doubles = StoredTensor.ofDoubles(new double[] {1}, 1);

    assertThatThrownBy(doubles::floats)
        .isInstanceOf(EngineException.class)
        .hasMessage("stored tensor: floats() needs F32, the tensor of shape [1] is F64");
    assertThatThrownBy(doubles::longs).isInstanceOf(EngineException.class);
    assertThatThrownBy(doubles::ints).isInstanceOf(EngineException.class);
    assertThatThrownBy(doubles::bytes).isInstanceOf(EngineException.class);
    assertThatThrownBy(StoredTensor.ofFloats(new float[0], 0)::doubles)
        .isInstanceOf(EngineException.class);
  }

  @Test
  void its_shape_cannot_be_changed_from_outside() {
    int[] shape = {2, 3};
    StoredTensor tensor = StoredTensor.ofFloats(new float[6], shape);

    shape[0] = 9;
    tensor.shape()[1] = 9;

    assertThat(tensor.shape()).containsExactly(2, 3);
    assertThat(tensor).hasToString("F32[2, 3]");
  }
}
