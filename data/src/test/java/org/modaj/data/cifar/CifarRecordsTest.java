package org.modaj.data.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CifarRecordsTest {
  private static final CifarFormat FORMAT =
      new CifarFormat(
          "tiny",
          "tiny.tar.gz",
          "tiny",
          List.of("a", "b"),
          "c",
          List.of(new CifarFormat.Label(10, "names", List.of())));

  private final byte[] records = TinyCifar.records("a");

  @Test
  void a_file_that_becomes_shorter_while_it_is_read_has_ended_too_early() {
    CifarRecords reader = new CifarRecords(FORMAT, List.of("a"), CifarRecords.BY_LENGTH);
    for (int there : new int[] {0, 100, 64 * 3073, 64 * 3073 + 5, records.length - 1}) {
      assertThatThrownBy(() ->
              reader.read(
                  "a",
                  "a",
                  records.length,
                  new ByteArrayInputStream(Arrays.copyOf(records, there))))
          .isInstanceOf(EOFException.class)
          .hasMessage("after " + there + " bytes");
    }
  }

  @Test
  void one_record_is_enough() throws IOException {
    CifarRecords reader = new CifarRecords(FORMAT, List.of("a", "b"), CifarRecords.BY_LENGTH);
    reader.read("b", "b", 3073, new ByteArrayInputStream(records, 3073, 3073));
    reader.read("a", "a", 2 * 3073, new ByteArrayInputStream(records, 0, 2 * 3073));

    assertThat(reader.labels(0)).containsExactly(records[0], records[3073], records[3073]);
    byte[] pixels = reader.pixels();
    assertThat(pixels).hasSize(3 * 3072);
    assertThat(pixels[0]).isEqualTo(records[1]);
    assertThat(pixels[3072]).isEqualTo(records[3073 + 1]);
    assertThat(pixels[2 * 3072 + 1]).isEqualTo(records[3073 + 1 + 1024]);
    assertThat(pixels[3 * 3072 - 1]).isEqualTo(records[2 * 3073 - 1]);
  }
}
