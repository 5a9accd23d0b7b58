package org.modaj.interop.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;

class LayoutTest {
  private final Factor batch = Factor.batch(61);
  private final Factor channels = Factor.of(6);
  private final Factor height = Factor.of(4);
  private final Factor width = Factor.of(5);
  private final Layout image =
      new Layout(
          List.of(List.of(batch), List.of(channels), List.of(height), List.of(width)),
          List.of(List.of(height), List.of(width), List.of(channels)));

  @Test
  void an_images_sizes_are_those_of_both_sides() {
    assertThat(image.dims()).containsExactly(61, 6, 4, 5);
    assertThat(image.shape()).isEqualTo(Shape.of(4, 5, 6));
    assertThat(image.batchAxis()).isZero();
  }

  @Test
  void flattening_moves_nothing_and_knows_where_each_feature_stands() {
    Layout flat = image.reshape(new int[] {61, 120});

    assertThat(flat.ours()).isEqualTo(image.ours());
    int[] positions =
        Layout.positions(List.of(height, width, channels), flat.onnx().get(1));
    assertThat(positions).startsWith(0, 20, 40, 60, 80, 100, 1, 21);
    assertThat(positions).doesNotHaveDuplicates().hasSize(120);
  }

  @Test
  void a_factor_is_split_on_both_sides() {
    Layout heads = image.reshape(new int[] {61, 2, 3, 4, 5});

    assertThat(heads.dims()).containsExactly(61, 2, 3, 4, 5);
    assertThat(heads.ours().get(2)).hasSize(2);
    assertThat(heads.shape()).isEqualTo(image.shape());
  }

  @Test
  void sizes_that_cut_a_factor_are_refused() {
    assertThat(image.reshape(new int[] {61, 4, 30})).isNull();
  }

  @Test
  void a_part_of_the_channels_may_join_the_batch_as_attention_heads_do() {
    Layout joined = image.reshape(new int[] {122, 60});

    assertThat(joined.dims()).containsExactly(122, 60);
  }

  @Test
  void a_batch_of_one_stays_an_axis() {
    Factor one = Factor.batch(1);
    Layout fixed = new Layout(List.of(List.of(one), List.of(channels)), List.of(List.of(channels)));

    assertThat(fixed.reshape(new int[] {1, 6}).batchAxis()).isZero();
    assertThat(fixed.reshape(new int[] {1, 2, 3}).batchAxis()).isZero();
  }
}
