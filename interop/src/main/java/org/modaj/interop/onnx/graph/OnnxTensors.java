package org.modaj.interop.onnx.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** The values of ONNX's stored tensors: raw little-endian bytes, or lists of numbers. */
final class OnnxTensors {
  private OnnxTensors() {}

  /** The values as floats or whole numbers; null for another type or number of elements. */
  static @Nullable Array values(TensorProto t, int[] dims, int size) {
    TensorProto.DataType type = TensorProto.DataType.forNumber(t.getDataType());
    if (type == null) {
      return null;
    }
    ByteBuffer raw = t.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    boolean isRaw = t.hasRawData() && !t.getRawData().isEmpty();
    return switch (type) {
      case FLOAT ->
          floats(dims, size, isRaw, raw, 4, i -> raw.getFloat(4 * i), t.getFloatDataList());
      case DOUBLE ->
          floats(
              dims, size, isRaw, raw, 8, i -> (float) raw.getDouble(8 * i), t.getDoubleDataList());
      case FLOAT16 -> halves(t, dims, size, isRaw, raw, bits -> Float.float16ToFloat((short) bits));
      case BFLOAT16 -> halves(t, dims, size, isRaw, raw, bits -> Float.intBitsToFloat(bits << 16));
      case INT64, UINT64 ->
          longs(dims, size, isRaw, raw, 8, i -> raw.getLong(8 * i), t.getInt64DataList());
      case INT32 -> longs(dims, size, isRaw, raw, 4, i -> raw.getInt(4 * i), t.getInt32DataList());
      case UINT32 ->
          longs(
              dims,
              size,
              isRaw,
              raw,
              4,
              i -> raw.getInt(4 * i) & 0xFFFFFFFFL,
              t.getUint64DataList());
      case INT16 ->
          longs(dims, size, isRaw, raw, 2, i -> raw.getShort(2 * i), t.getInt32DataList());
      case UINT16 ->
          longs(dims, size, isRaw, raw, 2, i -> raw.getShort(2 * i) & 0xFFFF, t.getInt32DataList());
      case INT8 -> longs(dims, size, isRaw, raw, 1, i -> raw.get(i), t.getInt32DataList());
      case UINT8, BOOL ->
          longs(dims, size, isRaw, raw, 1, i -> raw.get(i) & 0xFF, t.getInt32DataList());
      default -> null;
    };
  }

  /** One float of raw bytes. */
  @FunctionalInterface
  private interface FloatAt {
    float get(int i);
  }

  /** What 16 bits stand for. */
  @FunctionalInterface
  private interface Widening {
    float of(int bits);
  }

  private static @Nullable Array floats(
      int[] dims,
      int size,
      boolean isRaw,
      ByteBuffer raw,
      int bytes,
      FloatAt at,
      List<? extends Number> list) {
    if (isRaw ? raw.remaining() != (long) bytes * size : list.size() != size) {
      return null;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = isRaw ? at.get(i) : list.get(i).floatValue();
    }
    return Array.of(values, dims);
  }

  private static @Nullable Array halves(
      TensorProto t, int[] dims, int size, boolean isRaw, ByteBuffer raw, Widening widening) {
    return floats(
        dims,
        size,
        isRaw,
        raw,
        2,
        i -> widening.of(raw.getShort(2 * i)),
        t.getInt32DataList().stream().map(widening::of).toList());
  }

  private static @Nullable Array longs(
      int[] dims,
      int size,
      boolean isRaw,
      ByteBuffer raw,
      int bytes,
      IntToLongFunction at,
      List<? extends Number> list) {
    if (isRaw ? raw.remaining() != (long) bytes * size : list.size() != size) {
      return null;
    }
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = isRaw ? at.applyAsLong(i) : list.get(i).longValue();
    }
    return Array.of(values, dims);
  }
}
