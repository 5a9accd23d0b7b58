package org.modaj.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a truncated, corrupt or foreign file does: one {@link FileFormatException}, no other. */
class SafeTensorsDamageTest {
  private static final long SEED = 20260101;

  @TempDir Path dir;

  private byte[] smallFile() throws IOException {
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("w", StoredTensor.ofFloats(new float[] {1f, 2f, 3f, 4f, 5f, 6f}, 2, 3));
    tensors.put("n", StoredTensor.ofLongs(new long[] {9}));
    tensors.put("m", StoredTensor.ofBooleans(new byte[] {1, 0, 1}, 3));
    Path file = dir.resolve("small");
    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of("seed", "1")));
    return Files.readAllBytes(file);
  }

  private Path fileOf(String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    return Files.write(dir.resolve("made"), bytes.array());
  }

  private static FileFormatException readBad(Path file) {
    FileFormatException e =
        catchThrowableOfType(FileFormatException.class, () -> SafeTensors.read(file));
    assertThat(e).isNotNull();
    assertThat(e.file()).isEqualTo(file);
    assertThat(e.hint()).isNotBlank();
    assertThat(e).hasMessageContaining(file.toString()).hasMessageContaining(e.problem());
    return e;
  }

  @Test
  void every_truncation_is_noticed() throws IOException {
    byte[] whole = smallFile();
    for (int length = 0; length < whole.length; length++) {
      Path file = Files.write(dir.resolve("cut"), Arrays.copyOf(whole, length));
      assertThat(readBad(file).offset()).as("cut to %d bytes", length).isBetween(0L, 1L << 20);
    }
  }

  @Test
  void a_flipped_bit_gives_this_exception_or_other_values() throws IOException {
    byte[] whole = smallFile();
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      readsOrSaysWhy(flipped, "bit " + bit);
    }
  }

  @Test
  void random_bytes_in_place_of_some_give_this_exception_or_other_values() throws IOException {
    byte[] whole = smallFile();
    Random random = new Random(SEED);
    for (int trial = 0; trial < 500; trial++) {
      byte[] changed = whole.clone();
      int changes = 1 + random.nextInt(6);
      for (int i = 0; i < changes; i++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      readsOrSaysWhy(changed, "seed " + SEED + " trial " + trial);
    }
  }

  private void readsOrSaysWhy(byte[] bytes, String what) throws IOException {
    Path file = Files.write(dir.resolve("fuzz"), bytes);
    Throwable thrown = catchThrowable(() -> SafeTensors.read(file));
    if (thrown != null) {
      assertThat(thrown).as(what).isExactlyInstanceOf(FileFormatException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | 7  | ends inside",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | 9  | 1 bytes follow",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | 8  | takes 12 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | 8  | takes 8 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | 12 | begins at",
        "{\"a\":{\"dtype\":\"F8\",\"shape\":[4],\"data_offsets\":[0,4]}} | 4  | type 'F8'",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | 8  | '-2' in shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}} | 8  | '2.0' in",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[\"2\"],\"data_offsets\":[0,8]}} | 8 | '2' in",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3000000000],\"data_offsets\":[0,8]}} | 8 | most is",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}} | 8  | two data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}} | 8  | needs dtype",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"shape\":[2]}} | 8  | 'shape' twice",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"stride\":[1]}} | 8  | unknown field 'stride'",
        "{\"a\":7} | 0 | not valid JSON",
        "{\"__metadata__\":{\"k\":1}} | 0 | metadata 'k' is not a text",
        "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}} | 0 | metadata 'k' appears twice",
        "{\"__metadata__\":{},\"__metadata__\":{}} | 0 | '__metadata__' appears twice",
        "{} {} | 0 | not valid JSON",
        "[] | 0 | not valid JSON",
        "{\"a\": | 0 | not valid JSON",
      })
  void a_bad_header_is_refused(String header, int dataBytes, String problem) throws IOException {
    assertThat(readBad(fileOf(header, dataBytes)).problem()).contains(problem);
  }

  @Test
  void a_repeated_tensor_is_refused() throws IOException {
    String entry = "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";

    assertThat(readBad(fileOf("{" + entry + "," + entry + "}", 0)).problem())
        .contains("tensor 'a' appears twice");
  }

  @Test
  void overlapping_tensors_are_refused() throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}}";

    FileFormatException e = readBad(fileOf(header, 6));

    assertThat(e.problem()).contains("tensor 'b' begins at data offset 2").contains("ends at 4");
    assertThat(e.offset()).isEqualTo(8 + header.length() + 2);
  }

  @Test
  void a_shape_whose_product_overflows_is_refused() throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647,4],"
            + "\"data_offsets\":[0,8]}}";

    assertThat(readBad(fileOf(header, 8)).problem()).contains("more than");
  }

  @Test
  void an_empty_tensor_may_have_any_other_dimension() throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647,0],"
            + "\"data_offsets\":[0,0]}}";

    assertThat(SafeTensors.read(fileOf(header, 0)).tensor("a").size()).isZero();
  }

  @Test
  void data_in_another_order_than_the_header_is_read() throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
    Path file = fileOf(header, 2);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 2] = 5;
    bytes[bytes.length - 1] = 6;
    Files.write(file, bytes);

    SafeTensorsFile read = SafeTensors.read(file);

    assertThat(read.tensor("a").bytes()).containsExactly(6);
    assertThat(read.tensor("b").bytes()).containsExactly(5);
  }

  @Test
  void an_absurd_header_length_is_refused_before_it_is_allocated() throws IOException {
    byte[] bytes = new byte[16];
    Arrays.fill(bytes, (byte) 0xFF);

    FileFormatException e = readBad(Files.write(dir.resolve("foreign"), bytes));

    assertThat(e.offset()).isZero();
    assertThat(e.problem()).contains("18446744073709551615 bytes long");
  }

  @Test
  void a_header_longer_than_the_file_is_refused() throws IOException {
    byte[] bytes = new byte[16];
    bytes[0] = 9;

    assertThat(readBad(Files.write(dir.resolve("short"), bytes)).problem())
        .isEqualTo("the header is 9 bytes long, only 8 bytes follow");
  }

  @Test
  void a_header_that_is_not_utf8_is_refused() throws IOException {
    byte[] bytes = {2, 0, 0, 0, 0, 0, 0, 0, '{', (byte) 0xFF};

    FileFormatException e = readBad(Files.write(dir.resolve("latin"), bytes));

    assertThat(e.offset()).isEqualTo(8);
    assertThat(e.problem()).contains("not UTF-8");
  }

  @Test
  void a_boolean_other_than_0_and_1_is_refused_where_it_is() throws IOException {
    byte[] bytes = smallFile();
    bytes[bytes.length - 2] = 2;

    FileFormatException e = readBad(Files.write(dir.resolve("bool"), bytes));

    assertThat(e.offset()).isEqualTo(bytes.length - 2);
    assertThat(e.problem()).isEqualTo("tensor 'm' is BOOL and holds 2");
  }
}
