package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.data.embedded.EmbeddedSequences;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;

/** Batches and checksums that earlier trainings have: they stay as they are. */
class PinnedBitsTest {
  private final DataSplit images = EmbeddedImages.generate(2026, 500, 100);
  private final DataSplit sequences = EmbeddedSequences.generate(2026, 500, 100);

  @Test
  void cropped_and_flipped_batches_have_the_bits_of_the_first_version() throws Exception {
    assertThat(sha256(images.train().trainingBatches(64, 7), 2))
        .isEqualTo("28acbeb5f22d7780c2c64ca85ab55beb3df8fb9f99c1a7ec677fece73ba95af8");
    assertThat(sha256(images.test().batches(64), 1))
        .isEqualTo("965f0c27cea4393c0c94012ee3838901c29976ffa7563e16950a98377ee502c4");
  }

  @Test
  void sequences_have_the_bits_of_the_first_version() throws Exception {
    assertThat(sha256(sequences.train().trainingBatches(64, 7), 2))
        .isEqualTo("3671d2901d07653ab5ac8bc31437f43695ae012d0dce9d78ed0d0627af8c8bda");
    assertThat(sha256(sequences.train().split(0.2, 3).test().batches(64), 1))
        .isEqualTo("9306cb456e45cbab46b37ea7f3fa1b3227ffcd2d102ce17e41d987d8a8c71cb6");
  }

  @Test
  void checksums_are_those_of_the_first_version() {
    assertThat(images.train().checksum())
        .isEqualTo("60924eb51736fa5ba5dc73b104479afb359cea91ce71478bf8f81d713f0a13ea");
    assertThat(sequences.train().checksum())
        .isEqualTo("744def4b64d21b86a41da18cf643e16ea2f4455309fa18ea78280fd039d24573");
    assertThat(images.train().split(0.2, 3).train().checksum())
        .isEqualTo("0cec7af04061394da3966b368a31c21c02652ae8e6d1ffea019f894be32581cf");
    assertThat(images.train().relabeled(3, 1).shuffled(5).checksum())
        .isEqualTo("a737679b5bea882af75c3c91aa862588b203559a6216ac62a3e8c6e74708d649");
  }

  private static String sha256(BatchSource source, int epochs) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int e = 0; e < epochs; e++) {
      try (Epoch epoch = source.epoch(e)) {
        while (epoch.hasNext()) {
          Batch batch = epoch.next();
          ByteBuffer inputs = ByteBuffer.allocate(Float.BYTES * batch.inputs().length);
          inputs.asFloatBuffer().put(batch.inputs());
          digest.update(inputs.array());
          ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES * batch.size());
          numbers.asIntBuffer().put(batch.labels());
          digest.update(numbers.array());
          if (batch.lengths() != null) {
            numbers.asIntBuffer().put(batch.lengths());
            digest.update(numbers.array());
          }
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
