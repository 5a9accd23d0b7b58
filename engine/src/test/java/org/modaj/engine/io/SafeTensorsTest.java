package org.modaj.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.engine.EngineException;

class SafeTensorsTest {
  @TempDir Path dir;

  private static SafeTensorsFile everyType() {
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("z.weight", StoredTensor.ofFloats(new float[] {1.5f, -0.0f, Float.NaN}, 3));
    tensors.put("scalar", StoredTensor.ofDoubles(new double[] {Math.PI}));
    tensors.put("labels", StoredTensor.ofLongs(new long[] {Long.MIN_VALUE, 7}, 2, 1));
    tensors.put("indices", StoredTensor.ofInts(new int[] {-3, 4}, 1, 2));
    tensors.put("pixels", StoredTensor.ofBytes(new byte[] {0, 127, (byte) 255}, 3));
    tensors.put("mask \"é\"", StoredTensor.ofBooleans(new byte[] {1, 0}, 2));
    tensors.put("empty", StoredTensor.ofFloats(new float[0], 0, 5));
    return SafeTensorsFile.of(tensors, Map.of("seed", "1", "arch", "vgg16"));
  }

  @Test
  void gives_back_what_was_written() throws IOException {
    Path file = dir.resolve("all.safetensors");

    SafeTensors.write(file, everyType());
    SafeTensorsFile read = SafeTensors.read(file);

    assertThat(read.tensors().sequencedKeySet())
        .containsExactly(
            "z.weight", "scalar", "labels", "indices", "pixels", "mask \"é\"", "empty");
    assertThat(read.metadata()).containsExactly(Map.entry("arch", "vgg16"), Map.entry("seed", "1"));
    assertThat(read.tensor("z.weight").floats()).containsExactly(1.5f, -0.0f, Float.NaN);
    assertThat(read.tensor("scalar").shape()).isEmpty();
    assertThat(read.tensor("scalar").doubles()).containsExactly(Math.PI);
    assertThat(read.tensor("labels").longs()).containsExactly(Long.MIN_VALUE, 7);
    assertThat(read.tensor("labels").shape()).containsExactly(2, 1);
    assertThat(read.tensor("indices").ints()).containsExactly(-3, 4);
    assertThat(read.tensor("pixels").bytes()).containsExactly(0, 127, 255);
    assertThat(read.tensor("mask \"é\"").bytes()).containsExactly(1, 0);
    assertThat(read.tensor("empty").shape()).containsExactly(0, 5);
    assertThat(read.tensor("empty").floats()).isEmpty();
  }

  @Test
  void reads_16_bit_floats_and_widens_them() throws IOException {
    short[] halves = {0x3C00, (short) 0xC000, 0x0001, 0x7BFF, 0x7C00};
    short[] brains = {0x3F80, (short) 0xC049, 0x7F80};
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("half", StoredTensor.ofHalves(halves, 5));
    tensors.put("brain", StoredTensor.ofBrainFloats(brains, 3));
    Path file = dir.resolve("narrow.safetensors");

    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of()));
    SafeTensorsFile read = SafeTensors.read(file);

    assertThat(read.tensor("half").halfBits()).containsExactly(halves);
    assertThat(read.tensor("half").toFloats())
        .containsExactly(1f, -2f, 0x1p-24f, 65504f, Float.POSITIVE_INFINITY);
    assertThat(read.tensor("brain").halfBits()).containsExactly(brains);
    assertThat(read.tensor("brain").toFloats())
        .containsExactly(1f, -3.140625f, Float.POSITIVE_INFINITY);
    assertThatThrownBy(() -> StoredTensor.ofInts(new int[1], 1).toFloats())
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("I32");
  }

  @Test
  void keeps_the_payload_of_a_nan() throws IOException {
    float odd = Float.intBitsToFloat(0x7fc12345);
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("x", StoredTensor.ofFloats(new float[] {odd}, 1));
    Path file = dir.resolve("nan.safetensors");

    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of()));

    assertThat(Float.floatToRawIntBits(SafeTensors.read(file).tensor("x").floats()[0]))
        .isEqualTo(0x7fc12345);
  }

  @Test
  void gives_back_every_type_across_chunks() throws IOException {
    int n = LittleEndian.CHUNK_BYTES + 3;
    float[] floats = new float[n];
    double[] doubles = new double[n];
    long[] longs = new long[n];
    int[] ints = new int[n];
    byte[] bytes = new byte[n];
    for (int i = 0; i < n; i++) {
      floats[i] = i * 0.5f;
      doubles[i] = i / 3.0;
      longs[i] = (long) i << 33;
      ints[i] = -i;
      bytes[i] = (byte) i;
    }
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("b", StoredTensor.ofBytes(bytes, n));
    tensors.put("f", StoredTensor.ofFloats(floats, n));
    tensors.put("d", StoredTensor.ofDoubles(doubles, n));
    tensors.put("l", StoredTensor.ofLongs(longs, n));
    tensors.put("i", StoredTensor.ofInts(ints, n));
    Path file = dir.resolve("big.safetensors");

    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of()));
    SafeTensorsFile read = SafeTensors.read(file);

    assertThat(read.tensor("f").floats()).isEqualTo(floats);
    assertThat(read.tensor("d").doubles()).isEqualTo(doubles);
    assertThat(read.tensor("l").longs()).isEqualTo(longs);
    assertThat(read.tensor("i").ints()).isEqualTo(ints);
    assertThat(read.tensor("b").bytes()).isEqualTo(bytes);
  }

  @Test
  void writes_the_bytes_of_the_format() throws IOException {
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("b", StoredTensor.ofFloats(new float[] {1f}, 1));
    tensors.put("a", StoredTensor.ofInts(new int[] {258}));
    Path file = dir.resolve("exact.safetensors");

    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of("k2", "v", "k1", "w")));

    String json =
        "{\"__metadata__\":{\"k1\":\"w\",\"k2\":\"v\"},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"I32\",\"shape\":[],\"data_offsets\":[4,8]}}";
    int padded = Math.ceilDiv(json.length(), 8) * 8;
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).hasSize(8 + padded + 8);
    assertThat(bytes[0]).isEqualTo((byte) padded);
    assertThat(new String(bytes, 8, padded, StandardCharsets.UTF_8))
        .isEqualTo(json + " ".repeat(padded - json.length()));
    assertThat(Arrays.copyOfRange(bytes, 8 + padded, bytes.length))
        .containsExactly(0, 0, 0x80, 0x3f, 2, 1, 0, 0);
  }

  @Test
  void a_file_without_tensors_is_a_file() throws IOException {
    Path file = dir.resolve("none.safetensors");

    SafeTensors.write(file, SafeTensorsFile.of(new LinkedHashMap<>(), Map.of()));

    assertThat(SafeTensors.read(file).tensors()).isEmpty();
  }

  @Test
  void a_failing_write_leaves_the_old_file() throws IOException {
    Path file = dir.resolve("model.safetensors");
    SafeTensors.write(file, everyType());
    byte[] before = Files.readAllBytes(file);
    SequencedMap<String, StoredTensor> badName = new LinkedHashMap<>();
    badName.put("\ud800", StoredTensor.ofFloats(new float[] {1f}, 1));

    assertThatThrownBy(() -> SafeTensors.write(file, SafeTensorsFile.of(badName, Map.of())))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("not valid Unicode");

    assertThat(file).hasBinaryContent(before);
    assertThat(dir.toFile().list()).containsExactly("model.safetensors");
  }

  @Test
  void a_missing_file_is_named() {
    Path file = dir.resolve("absent.safetensors");

    FileAccessException e =
        catchThrowableOfType(FileAccessException.class, () -> SafeTensors.read(file));

    assertThat(e).hasMessage("cannot read " + file + ": no such file. Check the path.");
    assertThat(e.action()).isEqualTo(FileAccessException.Action.READ);
  }

  @Test
  void a_folder_is_refused() {
    assertThatThrownBy(() -> SafeTensors.read(dir))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(dir.toString());
  }

  @Test
  void an_unknown_name_lists_the_known_ones() {
    assertThatThrownBy(() -> everyType().tensor("weight"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("'weight'")
        .hasMessageContaining("z.weight, scalar");
  }

  @Test
  void the_reserved_name_is_refused() {
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("__metadata__", StoredTensor.ofFloats(new float[1], 1));

    assertThatThrownBy(() -> SafeTensorsFile.of(tensors, Map.of()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("__metadata__");
  }
}
