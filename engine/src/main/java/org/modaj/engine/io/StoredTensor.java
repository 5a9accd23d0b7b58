package org.modaj.engine.io;

import java.util.Arrays;
import org.modaj.engine.EngineException;

/**
 * A tensor as a file holds it: element type, shape and row-major values (last index fastest).
 *
 * <p>The value array is not copied on the way in or out: whoever passes it gives it away, and
 * whoever reads it must not change it. There is no conversion between types; an accessor of another
 * type throws {@link EngineException} naming both.
 */
public final class StoredTensor {
  private final DType dtype;
  private final int[] shape;
  private final Object values;

  private StoredTensor(DType dtype, int[] shape, Object values, int length) {
    long elements = elementCount(shape);
    if (elements != length) {
      throw wrong(
          "shape %s has %d elements, the array has %d"
              .formatted(Arrays.toString(shape), elements, length));
    }
    this.dtype = dtype;
    this.shape = shape.clone();
    this.values = values;
  }

  /** Returns an {@link DType#F32} tensor over {@code values}. */
  public static StoredTensor ofFloats(float[] values, int... shape) {
    return new StoredTensor(DType.F32, shape, values, values.length);
  }

  /** Returns an {@link DType#F64} tensor over {@code values}. */
  public static StoredTensor ofDoubles(double[] values, int... shape) {
    return new StoredTensor(DType.F64, shape, values, values.length);
  }

  /** Returns an {@link DType#F16} tensor over the bits of its values. */
  public static StoredTensor ofHalves(short[] bits, int... shape) {
    return new StoredTensor(DType.F16, shape, bits, bits.length);
  }

  /** Returns a {@link DType#BF16} tensor over the bits of its values. */
  public static StoredTensor ofBrainFloats(short[] bits, int... shape) {
    return new StoredTensor(DType.BF16, shape, bits, bits.length);
  }

  /** Returns an {@link DType#I64} tensor over {@code values}. */
  public static StoredTensor ofLongs(long[] values, int... shape) {
    return new StoredTensor(DType.I64, shape, values, values.length);
  }

  /** Returns an {@link DType#I32} tensor over {@code values}. */
  public static StoredTensor ofInts(int[] values, int... shape) {
    return new StoredTensor(DType.I32, shape, values, values.length);
  }

  /** Returns a {@link DType#U8} tensor over {@code values}; a negative byte b means b + 256. */
  public static StoredTensor ofBytes(byte[] values, int... shape) {
    return new StoredTensor(DType.U8, shape, values, values.length);
  }

  /**
   * Returns a {@link DType#BOOL} tensor over {@code values}.
   *
   * @throws EngineException when a byte is neither 0 nor 1
   */
  public static StoredTensor ofBooleans(byte[] values, int... shape) {
    int bad = firstNonBoolean(values);
    if (bad >= 0) {
      throw wrong("element %d is %d, a BOOL is 0 or 1".formatted(bad, values[bad]));
    }
    return new StoredTensor(DType.BOOL, shape, values, values.length);
  }

  /** Returns the index of the first byte that is neither 0 nor 1, or -1. */
  static int firstNonBoolean(byte[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0 && values[i] != 1) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Returns the product of the dimensions, 1 for a scalar.
   *
   * @throws EngineException when a dimension is negative or the product does not fit in a long
   */
  static long elementCount(int[] shape) {
    boolean empty = false;
    for (int size : shape) {
      if (size < 0) {
        throw wrong("shape " + Arrays.toString(shape) + " has a negative dimension");
      }
      empty |= size == 0;
    }
    long product = empty ? 0 : 1;
    for (int size : shape) {
      if (product > Long.MAX_VALUE / Math.max(size, 1)) {
        throw wrong("shape " + Arrays.toString(shape) + " has more than 2^63 elements");
      }
      product *= size;
    }
    return product;
  }

  private static EngineException wrong(String detail) {
    return new EngineException("stored tensor", null, detail);
  }

  /** Returns the element type. */
  public DType dtype() {
    return dtype;
  }

  /** Returns a copy of the shape; empty for a scalar. */
  public int[] shape() {
    return shape.clone();
  }

  /** Returns the number of elements. */
  public int size() {
    return (int) elementCount(shape);
  }

  /** Returns the values of an {@link DType#F32} tensor. */
  public float[] floats() {
    return (float[]) require("floats()", DType.F32);
  }

  /** Returns the values of an {@link DType#F64} tensor. */
  public double[] doubles() {
    return (double[]) require("doubles()", DType.F64);
  }

  /** Returns the bits of the values of an {@link DType#F16} or {@link DType#BF16} tensor. */
  public short[] halfBits() {
    return (short[]) require("halfBits()", dtype == DType.BF16 ? DType.BF16 : DType.F16);
  }

  /**
   * Returns the values of a tensor of floats as 32-bit floats: those of {@link DType#F32}
   * themselves, {@link DType#F16} and {@link DType#BF16} widened exactly, {@link DType#F64} rounded
   * to the nearest.
   *
   * @throws EngineException when it is a tensor of integers
   */
  public float[] toFloats() {
    return switch (dtype) {
      case F32 -> floats();
      case F16 -> widened(Float::float16ToFloat);
      case BF16 -> widened(bits -> Float.intBitsToFloat(bits << Short.SIZE));
      case F64 -> {
        double[] wide = doubles();
        float[] rounded = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
          rounded[i] = (float) wide[i];
        }
        yield rounded;
      }
      case I64, I32, U8, BOOL ->
          throw new EngineException(
              "stored tensor",
              null,
              "toFloats() needs a type of floats, the tensor "
                  + Arrays.toString(shape)
                  + " is of "
                  + dtype);
    };
  }

  /** What 16 bits stand for. */
  @FunctionalInterface
  private interface Widening {
    float apply(short bits);
  }

  private float[] widened(Widening widening) {
    short[] bits = halfBits();
    float[] wide = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      wide[i] = widening.apply(bits[i]);
    }
    return wide;
  }

  /** Returns the values of an {@link DType#I64} tensor. */
  public long[] longs() {
    return (long[]) require("longs()", DType.I64);
  }

  /** Returns the values of an {@link DType#I32} tensor. */
  public int[] ints() {
    return (int[]) require("ints()", DType.I32);
  }

  /** Returns the values of a {@link DType#U8} or {@link DType#BOOL} tensor. */
  public byte[] bytes() {
    return (byte[]) require("bytes()", dtype == DType.BOOL ? DType.BOOL : DType.U8);
  }

  private Object require(String accessor, DType wanted) {
    if (dtype != wanted) {
      throw wrong(
          "%s needs %s, the tensor of shape %s is %s"
              .formatted(accessor, wanted, Arrays.toString(shape), dtype));
    }
    return values;
  }

  @Override
  public String toString() {
    return dtype + Arrays.toString(shape);
  }
}
