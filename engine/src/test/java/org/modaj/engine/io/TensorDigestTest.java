package org.modaj.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;

class TensorDigestTest {
  private static final float[] TWO = {1f, -2f};

  private static String digest(String name, int[] shape, float... values) {
    return new TensorDigest().add(name, shape, values).hex();
  }

  @Test
  void is_the_sha256_of_the_documented_bytes() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(25).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(1).put((byte) 'w').putInt(2).putInt(1).putInt(2).putFloat(1f).putFloat(-2f);
    byte[] sha = MessageDigest.getInstance("SHA-256").digest(bytes.array());

    assertThat(digest("w", new int[] {1, 2}, TWO)).isEqualTo(HexFormat.of().formatHex(sha));
  }

  @Test
  void differs_for_another_name_shape_or_bit() {
    String one = digest("w", new int[] {2}, TWO);

    assertThat(digest("v", new int[] {2}, TWO)).isNotEqualTo(one);
    assertThat(digest("w", new int[] {2, 1}, TWO)).isNotEqualTo(one);
    assertThat(digest("w", new int[] {2}, 1f, Math.nextUp(-2f))).isNotEqualTo(one);
    assertThat(digest("w", new int[] {2}, 0f, 0f))
        .isNotEqualTo(digest("w", new int[] {2}, 0f, -0f));
  }

  @Test
  void differs_for_another_order() {
    int[] scalar = {};
    float[] one = {1f};

    assertThat(new TensorDigest().add("a", scalar, one).add("b", scalar, one).hex())
        .isNotEqualTo(new TensorDigest().add("b", scalar, one).add("a", scalar, one).hex());
  }

  @Test
  void refuses_a_shape_of_another_size() {
    assertThatThrownBy(() -> new TensorDigest().add("w", new int[] {3}, TWO))
        .isInstanceOf(EngineException.class)
        .hasMessage("digest at \"w\": shape [3] does not have 2 elements");
  }

  @Test
  void the_crc_covers_arrays_one_after_another() {
    float[] values = new float[40_000];
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.25f;
      bytes.putFloat(values[i]);
    }
    CRC32 crc = new CRC32();
    crc.update(bytes.array());

    assertThat(FloatCrc32.of(values)).isEqualTo(crc.getValue());
    crc.update(bytes.array());
    assertThat(new FloatCrc32().add(values).add(values).value()).isEqualTo(crc.getValue());
  }
}
