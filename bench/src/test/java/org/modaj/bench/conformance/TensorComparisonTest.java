package org.modaj.bench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.io.StoredTensor;

class TensorComparisonTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private static StoredTensor vector(float... values) {
    return StoredTensor.ofFloats(values, values.length);
  }

  private static Finding compare(Tolerance tolerance, StoredTensor want, StoredTensor got) {
    return compare(tolerance, want, got, vector());
  }

  private static Finding compare(
      Tolerance tolerance, StoredTensor want, StoredTensor got, StoredTensor tolerances) {
    Map<String, StoredTensor> stored = Map.of("want", want, "tol", tolerances);
    return compare(tolerance, got, stored, 0);
  }

  private static Finding compare(
      Tolerance tolerance, StoredTensor got, Map<String, StoredTensor> stored, double rounding) {
    Expectation y = new Expectation("y", "want", tolerance);
    return TensorComparison.compare("y", y, got, stored::get, rounding);
  }

  @Test
  void exact_integers_differ_beyond_the_precision_of_a_double() {
    long large = (1L << 53) + 1;
    StoredTensor want = StoredTensor.ofLongs(new long[] {3, large}, 2);

    assertThat(compare(new Tolerance.Exact(), want, want).ok()).isTrue();
    Finding off =
        compare(new Tolerance.Exact(), want, StoredTensor.ofLongs(new long[] {3, large - 1}, 2));
    assertThat(off.ok()).isFalse();
    assertThat(off.worst().orElseThrow().index()).containsExactly(1);
  }

  @Test
  void exact_compares_values_across_types() {
    StoredTensor mask = StoredTensor.ofBooleans(new byte[] {1, 0, 1}, 3);

    assertThat(compare(new Tolerance.Exact(), mask, vector(1, 0, 1)).ok()).isTrue();
    assertThat(compare(new Tolerance.Exact(), mask, vector(1, 1, 1)).ok()).isFalse();
    assertThat(
            compare(
                    new Tolerance.Exact(),
                    StoredTensor.ofBytes(new byte[] {(byte) 200}, 1),
                    StoredTensor.ofLongs(new long[] {200}, 1))
                .ok())
        .isTrue();
  }

  @Test
  void exact_floats_differ_by_one_bit() {
    assertThat(compare(new Tolerance.Exact(), vector(1f), vector(Math.nextUp(1f))).ok()).isFalse();
    assertThat(compare(new Tolerance.Exact(), vector(NAN, INF), vector(NAN, INF)).ok()).isTrue();
    assertThat(compare(new Tolerance.Exact(), vector(NAN), vector(1f)).ok()).isFalse();
  }

  @Test
  void nonfinite_values_must_be_in_the_same_places() {
    Tolerance tolerance = new Tolerance.Elementwise(0.1, 0, true);
    StoredTensor want = vector(NAN, INF, -INF, 1f);

    assertThat(compare(tolerance, want, vector(NAN, INF, -INF, 1.05f)).ok()).isTrue();
    assertThat(compare(tolerance, want, vector(NAN, INF, -INF, 1.2f)).ok()).isFalse();
    assertThat(compare(tolerance, want, vector(0f, INF, -INF, 1f)).ok()).isFalse();
    assertThat(compare(tolerance, want, vector(NAN, -INF, -INF, 1f)).ok()).isFalse();
    assertThat(compare(tolerance, want, vector(NAN, NAN, -INF, 1f)).ok()).isFalse();
    assertThat(compare(tolerance, want, vector(NAN, INF, -INF, NAN)).ok()).isFalse();
  }

  @Test
  void an_unannounced_nan_is_never_right() {
    Tolerance tolerance = new Tolerance.Elementwise(0.1, 1e-5, false);

    assertThat(compare(tolerance, vector(NAN), vector(NAN)).ok()).isFalse();
    assertThat(compare(tolerance, vector(INF), vector(1f)).ok()).isFalse();
  }

  @Test
  void each_segment_has_its_own_tolerance() {
    Tolerance tolerance =
        new Tolerance.Segments(new int[] {2, 0, 1}, new double[] {0.1, 9, 0.5}, 0);
    StoredTensor want = vector(0f, 0f, 0f);

    assertThat(compare(tolerance, want, vector(0.1f, 0f, 0.4f)).ok()).isFalse();
    assertThat(compare(tolerance, want, vector(0.09f, 0f, 0.4f)).ok()).isTrue();
    Finding off = compare(tolerance, want, vector(0f, 0.4f, 0.4f));
    assertThat(off.ok()).isFalse();
    assertThat(off.worst().orElseThrow().index()).containsExactly(1);
    assertThat(off.worst().orElseThrow().tolerance()).isEqualTo(0.1);
  }

  @Test
  void segments_must_cover_the_tensor() {
    Tolerance tolerance = new Tolerance.Segments(new int[] {2}, new double[] {0.1}, 0);

    assertThatThrownBy(() -> compare(tolerance, vector(1f, 2f, 3f), vector(1f, 2f, 3f)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("do not cover 3 elements");
  }

  @Test
  void each_element_can_have_its_own_tolerance() {
    Tolerance tolerance = new Tolerance.PerElement("tol", 0.01);
    StoredTensor want = vector(100f, 0f);
    StoredTensor allowed = StoredTensor.ofDoubles(new double[] {0, 0.5}, 2);

    assertThat(compare(tolerance, want, vector(100.9f, 0.4f), allowed).ok()).isTrue();
    assertThat(compare(tolerance, want, vector(101.1f, 0.4f), allowed).ok()).isFalse();
    assertThat(compare(tolerance, want, vector(100f, 0.6f), allowed).ok()).isFalse();
    assertThatThrownBy(() -> compare(tolerance, want, want, vector(1f)))
        .isInstanceOf(EngineException.class)
        .hasMessage("tolerance tensor 'tol' has 1 elements, expected 2");
  }

  @Test
  void rows_are_compared_by_their_norm() {
    Tolerance tolerance = new Tolerance.Rows("tol", 0.1);
    StoredTensor want = StoredTensor.ofFloats(new float[] {3, 4, 0, 0}, 2, 2);
    StoredTensor allowed = StoredTensor.ofDoubles(new double[] {0, 0.2}, 2);

    StoredTensor near = StoredTensor.ofFloats(new float[] {3.3f, 4.3f, 0.1f, 0.1f}, 2, 2);
    assertThat(compare(tolerance, want, near, allowed).ok()).isTrue();
    StoredTensor far = StoredTensor.ofFloats(new float[] {3, 4, 0.3f, 0}, 2, 2);
    Finding off = compare(tolerance, want, far, allowed);
    assertThat(off.ok()).isFalse();
    assertThat(off.worst().orElseThrow().index()).containsExactly(1);
    assertThat(off.worst().orElseThrow().got()).isEqualTo(0.3f);
    StoredTensor nan = StoredTensor.ofFloats(new float[] {3, NAN, 0, 0}, 2, 2);
    assertThat(compare(tolerance, want, nan, allowed).ok()).isFalse();
  }

  @Test
  void in_tied_rows_only_the_count_is_compared() {
    Tolerance tolerance = new Tolerance.ExactExceptTies(Set.of(1));
    StoredTensor want = StoredTensor.ofBooleans(new byte[] {1, 0, 1, 0}, 2, 2);

    assertThat(compare(tolerance, want, grid(1, 0, 0, 1)).ok()).isTrue();
    assertThat(compare(tolerance, want, grid(0, 1, 1, 0)).ok()).isFalse();
    Finding off = compare(tolerance, want, grid(1, 0, 1, 1));
    assertThat(off.ok()).isFalse();
    assertThat(off.worst().orElseThrow().index()).containsExactly(1);
    assertThat(off.worst().orElseThrow().got()).isEqualTo(2);
    assertThat(off.worst().orElseThrow().want()).isEqualTo(1);
  }

  private static StoredTensor grid(float... values) {
    return StoredTensor.ofFloats(values, 2, 2);
  }

  @Test
  void a_scalar_and_an_empty_tensor_are_compared() {
    Tolerance close = new Tolerance.Elementwise(0.1, 0, false);

    assertThat(
            compare(
                    close,
                    StoredTensor.ofFloats(new float[] {1f}),
                    StoredTensor.ofFloats(new float[] {2f}))
                .ok())
        .isFalse();
    assertThat(compare(close, vector(), vector()).ok()).isTrue();
    StoredTensor emptyRows = StoredTensor.ofFloats(new float[0], 2, 0);
    assertThat(compare(new Tolerance.Rows("tol", 0), emptyRows, emptyRows, vector(0f, 0f)).ok())
        .isTrue();
  }

  @Test
  void rounding_is_granted_relative_to_the_largest_value() {
    StoredTensor off = vector(1, 99, -1000.5f);
    Map<String, StoredTensor> stored = Map.of("want", vector(1, 98.5f, -1000), "tol", vector(0));
    Tolerance elementwise = new Tolerance.Elementwise(0.25, 0, false);
    Tolerance segments = new Tolerance.Segments(new int[] {1, 2}, new double[] {0, 0.25}, 0);

    for (Tolerance tolerance : new Tolerance[] {elementwise, segments}) {
      assertThat(compare(tolerance, off, stored, 0.0002).ok()).isFalse();
      assertThat(compare(tolerance, off, stored, 0.0003).ok()).isTrue();
    }
    assertThat(compare(new Tolerance.Exact(), off, stored, 0.1).ok()).isFalse();
  }

  @Test
  void rounding_is_granted_relative_to_a_rows_norm() {
    StoredTensor want = StoredTensor.ofFloats(new float[] {3, 4, 30, 40}, 2, 2);
    StoredTensor off = StoredTensor.ofFloats(new float[] {3.25f, 4, 30, 40}, 2, 2);
    Map<String, StoredTensor> stored = Map.of("want", want, "tol", vector(0, 0));

    assertThat(compare(new Tolerance.Rows("tol", 0), off, stored, 0.04).ok()).isFalse();
    assertThat(compare(new Tolerance.Rows("tol", 0), off, stored, 0.06).ok()).isTrue();
  }
}
