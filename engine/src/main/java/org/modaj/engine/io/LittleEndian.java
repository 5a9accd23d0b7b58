package org.modaj.engine.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Turns arrays of numbers into little-endian bytes, a bounded piece at a time. */
final class LittleEndian {
  static final int CHUNK_BYTES = 1 << 16;

  /** Takes the next {@code length} bytes from the start of {@code bytes}. */
  @FunctionalInterface
  interface Sink<X extends Exception> {
    void accept(byte[] bytes, int length) throws X;
  }

  private LittleEndian() {}

  static ByteBuffer buffer() {
    return ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Feeds the bits of {@code values}, unchanged (a NaN keeps its payload), to {@code sink}. */
  static <X extends Exception> void feed(float[] values, Sink<X> sink) throws X {
    ByteBuffer chunk = buffer();
    int perChunk = CHUNK_BYTES / Float.BYTES;
    for (int from = 0; from < values.length; from += perChunk) {
      int count = Math.min(perChunk, values.length - from);
      chunk.asFloatBuffer().put(values, from, count);
      sink.accept(chunk.array(), count * Float.BYTES);
    }
  }

  /** Feeds the values of {@code tensor}, as the file format stores them, to {@code sink}. */
  static <X extends Exception> void feed(StoredTensor tensor, Sink<X> sink) throws X {
    switch (tensor.dtype()) {
      case F32 -> feed(tensor.floats(), sink);
      case U8, BOOL -> sink.accept(tensor.bytes(), tensor.size());
      case F64, F16, BF16, I64, I32 -> feedOther(tensor, sink);
    }
  }

  private static <X extends Exception> void feedOther(StoredTensor tensor, Sink<X> sink) throws X {
    ByteBuffer chunk = buffer();
    int bytes = tensor.dtype().bytes();
    int perChunk = CHUNK_BYTES / bytes;
    for (int from = 0; from < tensor.size(); from += perChunk) {
      int count = Math.min(perChunk, tensor.size() - from);
      switch (tensor.dtype()) {
        case F64 -> chunk.asDoubleBuffer().put(tensor.doubles(), from, count);
        case F16, BF16 -> chunk.asShortBuffer().put(tensor.halfBits(), from, count);
        case I64 -> chunk.asLongBuffer().put(tensor.longs(), from, count);
        case I32 -> chunk.asIntBuffer().put(tensor.ints(), from, count);
        default -> throw new AssertionError(tensor.dtype());
      }
      sink.accept(chunk.array(), count * bytes);
    }
  }
}
