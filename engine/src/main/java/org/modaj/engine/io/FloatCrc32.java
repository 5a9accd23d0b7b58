package org.modaj.engine.io;

import java.util.zip.CRC32;

/** CRC-32 (the zip polynomial) over the little-endian bytes of float arrays, one after another. */
public final class FloatCrc32 {
  private final CRC32 crc = new CRC32();

  /** Creates the checksum of nothing. */
  public FloatCrc32() {}

  /** Adds the bits of {@code values} and returns this. */
  public FloatCrc32 add(float[] values) {
    LittleEndian.<RuntimeException>feed(values, (bytes, length) -> crc.update(bytes, 0, length));
    return this;
  }

  /** Returns the checksum of everything added so far, in [0, 2^32). */
  public long value() {
    return crc.getValue();
  }

  /** Returns the checksum of one array. */
  public static long of(float[] values) {
    return new FloatCrc32().add(values).value();
  }
}
