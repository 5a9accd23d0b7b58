package org.modaj.bench.conformance;

import org.modaj.engine.io.StoredTensor;

/** The elements of a stored tensor of any type, read as numbers. */
interface Numbers {
  /** Returns element {@code i}; exact except for 64-bit integers beyond 2^53. */
  double at(int i);

  /** Returns whether element {@code i} equals element {@code i} of {@code other}, bit for bit. */
  static boolean same(StoredTensor a, StoredTensor b, int i) {
    if (isInteger(a) && isInteger(b)) {
      return integerAt(a, i) == integerAt(b, i);
    }
    double x = of(a).at(i);
    double y = of(b).at(i);
    return x == y || Double.isNaN(x) && Double.isNaN(y);
  }

  static Numbers of(StoredTensor tensor) {
    return switch (tensor.dtype()) {
      case F32, F16, BF16 -> {
        float[] values = tensor.toFloats();
        yield i -> values[i];
      }
      case F64 -> {
        double[] values = tensor.doubles();
        yield i -> values[i];
      }
      case I64, I32, U8, BOOL -> i -> integerAt(tensor, i);
    };
  }

  private static boolean isInteger(StoredTensor tensor) {
    return switch (tensor.dtype()) {
      case F32, F64, F16, BF16 -> false;
      case I64, I32, U8, BOOL -> true;
    };
  }

  private static long integerAt(StoredTensor tensor, int i) {
    return switch (tensor.dtype()) {
      case I64 -> tensor.longs()[i];
      case I32 -> tensor.ints()[i];
      case U8, BOOL -> tensor.bytes()[i] & 0xFF;
      case F32, F64, F16, BF16 -> throw new AssertionError(tensor);
    };
  }
}
