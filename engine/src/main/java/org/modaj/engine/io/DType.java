package org.modaj.engine.io;

/** Element types of stored tensors, named as the safetensors format names them. */
public enum DType {
  /** 32-bit IEEE float. */
  F32(Float.BYTES),
  /** 64-bit IEEE float. */
  F64(Double.BYTES),
  /** 16-bit IEEE float: 5 bits of exponent, 10 of fraction. */
  F16(Short.BYTES),
  /** The upper half of a 32-bit IEEE float: 8 bits of exponent, 7 of fraction. */
  BF16(Short.BYTES),
  /** 64-bit signed integer. */
  I64(Long.BYTES),
  /** 32-bit signed integer. */
  I32(Integer.BYTES),
  /** Unsigned byte. */
  U8(Byte.BYTES),
  /** One byte, 0 or 1. */
  BOOL(Byte.BYTES);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the size of one element in bytes. */
  public int bytes() {
    return bytes;
  }
}
