package org.modaj.engine.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.modaj.engine.EngineException;

/**
 * SHA-256 over named tensors in order: the identity of a set of weights, equal only for the same
 * names, shapes and bits in the same order.
 *
 * <p>Each tensor adds: length of its name in UTF-8 bytes, the name, the rank, the dimensions, the
 * values; every number as little-endian 32 bits (a float as its bits). Lengths come first, so no
 * two different sequences give the same bytes.
 */
public final class TensorDigest {
  private final MessageDigest sha = sha256();

  /** Creates the digest of nothing. */
  public TensorDigest() {}

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform must have SHA-256", e);
    }
  }

  /**
   * Adds one tensor and returns this.
   *
   * @throws EngineException when {@code shape} does not have {@code values.length} elements
   */
  public TensorDigest add(String name, int[] shape, float[] values) {
    if (StoredTensor.elementCount(shape) != values.length) {
      throw new EngineException(
          "digest",
          name,
          "shape %s does not have %d elements".formatted(Arrays.toString(shape), values.length));
    }
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    addInt(text.length);
    sha.update(text);
    addInt(shape.length);
    for (int size : shape) {
      addInt(size);
    }
    LittleEndian.<RuntimeException>feed(values, (bytes, length) -> sha.update(bytes, 0, length));
    return this;
  }

  private void addInt(int value) {
    sha.update(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value));
  }

  /** Returns the digest as 64 lower-case hexadecimal digits and starts anew. */
  public String hex() {
    return HexFormat.of().formatHex(sha.digest());
  }
}
