package org.modaj.interop.onnx.read;

import org.jspecify.annotations.Nullable;

/**
 * A piece of an axis that is never taken apart: a value's axes in ONNX and here are made of the
 * same factors in another order. Two factors are the same when they are the same object.
 */
final class Factor {
  private final int size;
  private final boolean batch;
  private final int @Nullable [] order;

  private Factor(int size, boolean batch, int @Nullable [] order) {
    this.size = size;
    this.batch = batch;
    this.order = order;
  }

  /** A factor of this size. */
  static Factor of(int size) {
    return new Factor(size, false, null);
  }

  /** The batch's axis; {@code size} stands for any. */
  static Factor batch(int size) {
    return new Factor(size, true, null);
  }

  /** A factor whose position {@code i} here is position {@code order[i]} in ONNX. */
  static Factor ordered(int[] order) {
    return new Factor(order.length, false, order.clone());
  }

  int size() {
    return size;
  }

  boolean isBatch() {
    return batch;
  }

  /** The position in ONNX of one of our positions. */
  int onnxPosition(int ours) {
    return order == null ? ours : order[ours];
  }

  /** Whether both sides count in the same order. */
  boolean isPlain() {
    return order == null;
  }

  int @Nullable [] order() {
    return order == null ? null : order.clone();
  }

  @Override
  public String toString() {
    return batch ? "batch" : (order == null ? "" : "~") + size;
  }
}
