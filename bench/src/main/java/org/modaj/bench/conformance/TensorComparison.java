package org.modaj.bench.conformance;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.modaj.engine.EngineException;
import org.modaj.engine.io.StoredTensor;

/** Compares one computed tensor with one stored tensor and remembers the worst place. */
final class TensorComparison {
  private final StoredTensor wantTensor;
  private final StoredTensor gotTensor;
  private final Numbers want;
  private final Numbers got;
  private final int[] shape;
  private final double rounding;
  private WorstElement worst;
  private int outside;
  private int compared;

  private TensorComparison(StoredTensor want, StoredTensor got, double rounding) {
    this.wantTensor = want;
    this.gotTensor = got;
    this.want = Numbers.of(want);
    this.got = Numbers.of(got);
    this.shape = want.shape();
    this.rounding = rounding;
  }

  /** Finds the stored tensors that a tolerance refers to. */
  @FunctionalInterface
  interface Tensors {
    StoredTensor get(String name);
  }

  /**
   * Compares {@code got} with what {@code expectation} says.
   *
   * @param what how messages call it
   * @param stored delivers the stored tensor and the tolerances that are tensors
   * @param rounding error that is allowed beyond the tolerance, relative to the largest value, or
   *     to a row's norm where rows are compared; none where equality is expected
   */
  static Finding compare(
      String what, Expectation expectation, StoredTensor got, Tensors stored, double rounding) {
    StoredTensor want = stored.get(expectation.tensor());
    if (!Arrays.equals(want.shape(), got.shape())) {
      return Finding.bad(
          what,
          "shape is %s, expected %s"
              .formatted(Arrays.toString(got.shape()), Arrays.toString(want.shape())));
    }
    TensorComparison comparison = new TensorComparison(want, got, rounding);
    comparison.apply(expectation.tolerance(), stored);
    return comparison.finding(what);
  }

  private void apply(Tolerance tolerance, Tensors stored) {
    switch (tolerance) {
      case Tolerance.Exact() -> exact(Set.of());
      case Tolerance.ExactExceptTies(Set<Integer> rows) -> exact(rows);
      case Tolerance.Elementwise(double atol, double rtol, boolean nonfinite) ->
          elementwise(i -> atol, rtol, nonfinite);
      case Tolerance.Segments(int[] lengths, double[] atol, double rtol) ->
          segments(lengths, atol, rtol);
      case Tolerance.PerElement(String tensor, double rtol) ->
          elementwise(tolerances(stored, tensor, wantTensor.size())::at, rtol, false);
      case Tolerance.Rows(String tensor, double relative) ->
          rows(tolerances(stored, tensor, rowCount()), relative);
    }
  }

  private static Numbers tolerances(Tensors stored, String name, int count) {
    StoredTensor tensor = stored.get(name);
    if (tensor.size() != count) {
      throw new EngineException(
          "compare",
          null,
          "tolerance tensor '%s' has %d elements, expected %d"
              .formatted(name, tensor.size(), count));
    }
    return Numbers.of(tensor);
  }

  private void elementwise(IntToDoubleFunction atol, double rtol, boolean nonfinite) {
    double more = rounding == 0 ? 0 : rounding * largest();
    for (int i = 0; i < wantTensor.size(); i++) {
      double w = want.at(i);
      double allowed = more + atol.applyAsDouble(i) + (Double.isFinite(w) ? rtol * Math.abs(w) : 0);
      judge(index(i), got.at(i), w, distance(got.at(i), w, nonfinite), allowed);
    }
  }

  private double largest() {
    double largest = 0;
    for (int i = 0; i < wantTensor.size(); i++) {
      double size = Math.abs(want.at(i));
      largest = Double.isFinite(size) ? Math.max(largest, size) : largest;
    }
    return largest;
  }

  /** Returns infinity unless both are finite, or both the same infinity, or both an allowed NaN. */
  private static double distance(double got, double want, boolean nanAllowed) {
    if (got == want || nanAllowed && Double.isNaN(got) && Double.isNaN(want)) {
      return 0;
    }
    double distance = Math.abs(got - want);
    return Double.isFinite(distance) ? distance : Double.POSITIVE_INFINITY;
  }

  private void segments(int[] lengths, double[] atol, double rtol) {
    if (Arrays.stream(lengths).sum() != wantTensor.size() || lengths.length != atol.length) {
      throw new EngineException(
          "compare",
          null,
          "segments %s with %d tolerances do not cover %d elements"
              .formatted(Arrays.toString(lengths), atol.length, wantTensor.size()));
    }
    double[] each = new double[wantTensor.size()];
    int from = 0;
    for (int s = 0; s < lengths.length; s++) {
      Arrays.fill(each, from, from + lengths[s], atol[s]);
      from += lengths[s];
    }
    elementwise(i -> each[i], rtol, false);
  }

  private void exact(Set<Integer> tiedRows) {
    int width = rowWidth();
    for (int i = 0; i < wantTensor.size(); i++) {
      if (tiedRows.contains(i / width)) {
        continue;
      }
      double error =
          Numbers.same(gotTensor, wantTensor, i)
              ? 0
              : Math.max(Double.MIN_VALUE, distance(got.at(i), want.at(i), false));
      judge(index(i), got.at(i), want.at(i), error, 0);
    }
    for (int row : tiedRows) {
      double gotCount = 0;
      double wantCount = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        gotCount += got.at(i);
        wantCount += want.at(i);
      }
      judge(new int[] {row}, gotCount, wantCount, distance(gotCount, wantCount, false), 0);
    }
  }

  private void rows(Numbers atol, double relative) {
    int width = rowWidth();
    for (int row = 0; row < rowCount(); row++) {
      double gotSquares = 0;
      double wantSquares = 0;
      double errorSquares = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        double g = got.at(i);
        double w = want.at(i);
        gotSquares += g * g;
        wantSquares += w * w;
        errorSquares += (g - w) * (g - w);
      }
      double wantNorm = Math.sqrt(wantSquares);
      double error = Math.sqrt(errorSquares);
      judge(
          new int[] {row},
          Math.sqrt(gotSquares),
          wantNorm,
          Double.isFinite(error) ? error : Double.POSITIVE_INFINITY,
          atol.at(row) + (relative + rounding) * wantNorm);
    }
  }

  private int rowCount() {
    return shape.length == 0 ? 1 : shape[0];
  }

  private int rowWidth() {
    return wantTensor.size() == 0 ? 0 : wantTensor.size() / rowCount();
  }

  private void judge(int[] index, double got, double want, double error, double tolerance) {
    WorstElement element = new WorstElement(index, got, want, error, tolerance);
    compared++;
    if (!element.within()) {
      outside++;
    }
    if (worst == null || element.worseThan(worst)) {
      worst = element;
    }
  }

  private int[] index(int flat) {
    int[] index = new int[shape.length];
    int rest = flat;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return index;
  }

  private Finding finding(String what) {
    if (outside == 0) {
      return new Finding(what, "", Optional.ofNullable(worst));
    }
    return new Finding(
        what,
        "%s (%d of %d outside the tolerance)".formatted(worst, outside, compared),
        Optional.of(worst));
  }
}
