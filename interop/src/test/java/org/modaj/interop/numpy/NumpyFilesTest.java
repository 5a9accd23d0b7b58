package org.modaj.interop.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.io.DType;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.StoredTensor;
import org.modaj.interop.Recorded;

/** The files under {@code numpy/} were written by NumPy 2.4. */
class NumpyFilesTest {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"c.npy", "fortran.npy", "big_endian.npy"})
  void every_order_gives_the_same_array(String name) throws IOException {
    StoredTensor array = NumpyFiles.readNpy(Recorded.file("numpy/" + name));

    assertThat(array.dtype()).isEqualTo(DType.F32);
    assertThat(array.shape()).containsExactly(2, 3, 4);
    for (int i = 0; i < 24; i++) {
      assertThat(array.floats()[i]).isEqualTo(i / 7f);
    }
  }

  @Test
  void a_scalar_has_no_axes() throws IOException {
    StoredTensor array = NumpyFiles.readNpy(Recorded.file("numpy/scalar.npy"));

    assertThat(array.shape()).isEmpty();
    assertThat(array.doubles()).containsExactly(2.5);
  }

  @Test
  void an_archive_holds_arrays_by_name() throws IOException {
    Map<String, StoredTensor> arrays = NumpyFiles.readNpz(Recorded.file("numpy/arrays.npz"));

    assertThat(arrays.keySet())
        .containsExactly("images", "labels", "half", "flags", "small", "unsigned");
    assertThat(arrays.get("images").shape()).containsExactly(3, 2, 2);
    assertThat(arrays.get("images").bytes()).startsWith(0, 20).endsWith((byte) 220);
    assertThat(arrays.get("labels").longs()).containsExactly(4, -1, 7);
    assertThat(arrays.get("half").toFloats()).containsExactly(1f, -0.5f);
    assertThat(arrays.get("flags").bytes()).containsExactly(1, 0);
    assertThat(arrays.get("small").ints()).containsExactly(-3, 200);
    assertThat(arrays.get("unsigned").ints()).containsExactly(65535);
  }

  @Test
  void a_compressed_archive_is_read() throws IOException {
    Map<String, StoredTensor> arrays = NumpyFiles.readNpz(Recorded.file("numpy/compressed.npz"));

    assertThat(arrays.get("x").doubles()).hasSize(1000).containsOnly(0);
    assertThat(arrays.get("y").ints()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void what_is_written_is_what_NumPy_writes() throws IOException {
    Path source = Recorded.file("numpy/c.npy");
    Path file = dir.resolve("out.npy");

    NumpyFiles.writeNpy(file, NumpyFiles.readNpy(source));

    assertThat(file).hasSameBinaryContentAs(source);
  }

  @Test
  void an_archive_comes_back() throws IOException {
    SequencedMap<String, StoredTensor> arrays = new LinkedHashMap<>();
    arrays.put("float", StoredTensor.ofFloats(new float[] {1, 2, 3}, 3));
    arrays.put("brain", StoredTensor.ofBrainFloats(new short[] {0x3F80}, 1, 1));
    arrays.put("int", StoredTensor.ofInts(new int[] {-1}, 1));
    arrays.put("none", StoredTensor.ofLongs(new long[0], 0, 4));
    Path file = dir.resolve("out.npz");
    Path again = dir.resolve("again.npz");

    NumpyFiles.writeNpz(file, arrays);
    NumpyFiles.writeNpz(again, arrays);
    Map<String, StoredTensor> read = NumpyFiles.readNpz(file);

    assertThat(read.keySet()).containsExactlyElementsOf(arrays.keySet());
    assertThat(read.get("float").floats()).containsExactly(1, 2, 3);
    assertThat(read.get("brain").floats()).containsExactly(1);
    assertThat(read.get("brain").shape()).containsExactly(1, 1);
    assertThat(read.get("int").ints()).containsExactly(-1);
    assertThat(read.get("none").shape()).containsExactly(0, 4);
    assertThat(again).hasSameBinaryContentAs(file);
  }

  @ParameterizedTest
  @CsvSource({
    "objects.npy,describes no array of numbers",
    "complex.npy,describes no array of numbers",
    "arrays.npz,does not begin as NumPy's arrays do"
  })
  void other_content_is_refused(String name, String problem) {
    Path file = Recorded.file("numpy/" + name);

    assertThatThrownBy(() -> NumpyFiles.readNpy(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("numpy.save");
  }

  @Test
  void a_shape_that_the_file_cannot_hold_allocates_nothing() throws IOException {
    byte[] header = NumpyHeader.write("<f4", 2000000000);
    Path file = Files.write(dir.resolve("huge.npy"), header);

    assertThatThrownBy(() -> NumpyFiles.readNpy(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("[2000000000]")
        .hasMessageContaining("does not fit into the file");
  }

  @Test
  void every_shortened_or_changed_file_is_an_array_or_an_error() throws IOException {
    for (String name : new String[] {"c.npy", "compressed.npz"}) {
      byte[] whole = Files.readAllBytes(Recorded.file("numpy/" + name));
      Path file = dir.resolve(name);
      for (int length = 0; length < whole.length; length += 3) {
        byte[] part = Arrays.copyOf(whole, length);
        Files.write(file, part);
        assertThatThrownBy(() -> read(file))
            .as(name + " cut at " + length)
            .isInstanceOf(IOException.class);
      }
      for (int at = 0; at < whole.length; at++) {
        byte[] changed = whole.clone();
        changed[at] ^= 0x55;
        Files.write(file, changed);
        try {
          read(file);
        } catch (FileFormatException | FileAccessException e) {
          assertThat(e).hasMessageContaining(name);
        }
      }
    }
  }

  private static Object read(Path file) throws IOException {
    return file.toString().endsWith(".npz") ? NumpyFiles.readNpz(file) : NumpyFiles.readNpy(file);
  }

  @Test
  void the_header_of_a_written_array_is_aligned_and_readable() {
    byte[] header = NumpyHeader.write("<f4", 7);

    assertThat(header.length % 64).isZero();
    assertThat(new String(header, 10, header.length - 10, StandardCharsets.ISO_8859_1))
        .contains("'shape': (7,)")
        .endsWith("\n");
  }
}
