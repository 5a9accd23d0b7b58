package org.modaj.bench.conformance;

import java.util.Set;

/** How far a computed tensor may be from the stored one. */
public sealed interface Tolerance {

  /** Every element is equal (a NaN equals a NaN, 0 equals -0). */
  record Exact() implements Tolerance {}

  /**
   * Every element is equal, except that in these rows only the sum of the row is: there the
   * reference broke a tie arbitrarily.
   *
   * @param rows indices along the first axis
   */
  record ExactExceptTies(Set<Integer> rows) implements Tolerance {}

  /**
   * {@code |got - want| <= atol + rtol·|want|} for every element.
   *
   * @param nonfinite whether NaN and infinities are expected; they must then be in the same places
   */
  record Elementwise(double atol, double rtol, boolean nonfinite) implements Tolerance {}

  /**
   * The tensor, flattened, is a concatenation of pieces, each with its own absolute tolerance.
   *
   * @param lengths of the pieces, in elements
   * @param atol of each piece
   */
  record Segments(int[] lengths, double[] atol, double rtol) implements Tolerance {}

  /**
   * Every element has its own absolute tolerance.
   *
   * @param atolTensor name of a tensor of the same shape
   */
  record PerElement(String atolTensor, double rtol) implements Tolerance {}

  /**
   * {@code ||got - want|| <= atol[r] + relative·||want||}, Euclidean norms, for every row r of the
   * first axis.
   *
   * @param rowAtolTensor name of a tensor with one element a row
   */
  record Rows(String rowAtolTensor, double relative) implements Tolerance {}
}
