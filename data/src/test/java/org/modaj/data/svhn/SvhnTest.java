package org.modaj.data.svhn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.OfficialFile;
import org.modaj.data.RandomImages;
import org.modaj.data.ReadOptions;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

class SvhnTest {
  private final Svhn svhn = new Svhn();
  @TempDir private Path dir;

  @BeforeEach
  void write() throws IOException {
    write("train_32x32.mat", images(4), digits(1, 10, 9, 2));
    write("test_32x32.mat", images(2), digits(10, 5));
  }

  /** The byte of row r, column c, channel k of image n is r + 3c + 5k + 7n. */
  private static Matrix images(int count) {
    Matrix x = Mat5.newMatrix(new int[] {32, 32, 3, count}, MatlabType.UInt8);
    for (int i = 0; i < x.getNumElements(); i++) {
      int r = i % 32;
      int c = i / 32 % 32;
      int k = i / 1024 % 3;
      x.setByte(i, (byte) (r + 3 * c + 5 * k + 7 * (i / 3072)));
    }
    return x;
  }

  private static Matrix digits(int... digits) {
    Matrix y = Mat5.newMatrix(digits.length, 1, MatlabType.UInt8);
    for (int i = 0; i < digits.length; i++) {
      y.setInt(i, digits[i]);
    }
    return y;
  }

  private Path write(String name, Matrix x, Matrix y) throws IOException {
    return write(name, ByteOrder.LITTLE_ENDIAN, x, y);
  }

  private Path write(String name, ByteOrder order, Matrix x, Matrix y) throws IOException {
    Path file = dir.resolve(name);
    Files.deleteIfExists(file);
    try (MatFile mat = Mat5.newMatFile().addArray("X", x).addArray("y", y);
        Sink sink = Sinks.newStreamingFile(file.toFile()).order(order)) {
      Mat5.newWriter(sink).setDeflateLevel(1).writeMat(mat);
    }
    return file;
  }

  @Test
  void reads_rows_columns_and_channels_and_ten_as_zero() {
    DataSplit data = svhn.load(ReadOptions.of(dir));

    assertThat(data.train().size()).isEqualTo(4);
    assertThat(data.train().classNames())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(new int[] {data.train().label(0), data.train().label(1), data.test().label(0)})
        .containsExactly(1, 0, 0);
    byte[] image = RandomImages.image(data.train(), 2);
    for (int[] at : new int[][] {{0, 0, 0}, {5, 7, 1}, {31, 2, 2}}) {
      assertThat(image[(at[0] * 32 + at[1]) * 3 + at[2]])
          .isEqualTo((byte) (at[0] + 3 * at[1] + 5 * at[2] + 14));
    }
  }

  @Test
  void refuses_labels_and_shapes_that_cannot_be() throws IOException {
    for (int wrong : new int[] {0, 11}) {
      write("test_32x32.mat", images(2), digits(5, wrong));
      assertThat(failure().problem()).isEqualTo(Problem.BAD_LABEL);
    }
    write("test_32x32.mat", images(3), digits(5, 6));
    assertThat(failure().actual()).contains("for 2 digits");
    write("test_32x32.mat", digits(5, 6), digits(5, 6));
    assertThat(failure().problem()).isEqualTo(Problem.CORRUPT);
  }

  @Test
  void refuses_what_is_no_whole_matlab_file() throws IOException {
    Path file = dir.resolve("test_32x32.mat");
    byte[] good = Files.readAllBytes(file);
    for (int bytes : new int[] {0, 100, 128, 132, 150, good.length / 2, good.length - 1}) {
      Files.write(file, Arrays.copyOf(good, bytes));
      DataException e = failure();
      assertThat(e).as("%d of %d bytes", bytes, good.length).isNotNull();
      assertThat(e.problem()).isIn(Problem.TRUNCATED, Problem.CORRUPT);
      assertThat(e.file()).isEqualTo(file.toString());
    }
    Files.writeString(file, "<html>" + "x".repeat(500));
    assertThat(failure().problem()).isEqualTo(Problem.CORRUPT);
    Files.delete(file);
    assertThat(failure().problem()).isEqualTo(Problem.MISSING);
  }

  @Test
  void a_name_of_a_gigabyte_is_refused_before_it_is_allocated() throws IOException {
    ByteBuffer file = ByteBuffer.allocate(128 + 8 + 800).order(ByteOrder.LITTLE_ENDIAN);
    file.put(126, (byte) 'I').put(127, (byte) 'M').position(128);
    file.putInt(14).putInt(800);
    file.putInt(6).putInt(8).putInt(9).putInt(0);
    file.putInt(5).putInt(16).putInt(32).putInt(32).putInt(3).putInt(1);
    file.putInt(1).putInt(1 << 30);
    Files.write(dir.resolve("test_32x32.mat"), file.array());

    DataException e = failure();

    assertThat(e.expected()).contains("dimensions and a name of at most 256 bytes");
  }

  @Test
  void reads_the_other_byte_order_a_single_image_and_files_in_a_folder_of_their_own()
      throws IOException {
    Files.delete(dir.resolve("train_32x32.mat"));
    Files.delete(dir.resolve("test_32x32.mat"));
    Files.createDirectory(dir.resolve("svhn"));
    Matrix one = Mat5.newMatrix(new int[] {32, 32, 3}, MatlabType.UInt8);
    one.setByte(1, (byte) 7);
    write("svhn/train_32x32.mat", ByteOrder.BIG_ENDIAN, images(3), digits(1, 2, 3));
    write("svhn/test_32x32.mat", ByteOrder.BIG_ENDIAN, one, digits(6));

    DataSplit data = svhn.load(ReadOptions.of(dir));

    assertThat(data.name()).isEqualTo(svhn.name());
    assertThat(RandomImages.image(data.train(), 1)[32 * 3]).isEqualTo((byte) 8);
    assertThat(data.test().size()).isEqualTo(1);
    assertThat(RandomImages.image(data.test(), 0)[32 * 3]).isEqualTo((byte) 7);
    Files.move(dir.resolve("svhn/test_32x32.mat"), dir.resolve("test_32x32 (1).mat"));
    assertThat(svhn.loadTest(ReadOptions.of(dir)).label(0)).isEqualTo(6);
  }

  @Test
  void says_what_it_reads_and_where_it_can_be_had() {
    assertThat(svhn.description()).contains("99,289");
    assertThat(svhn.layout()).isEqualTo("train_32x32.mat and test_32x32.mat");
    assertThat(svhn.files().stream().map(OfficialFile::name))
        .containsExactly("train_32x32.mat", "test_32x32.mat");
    DataException e =
        catchThrowableOfType(
            DataException.class, () -> svhn.load(ReadOptions.of(dir.resolve("none"))));
    assertThat(e.actual()).isEqualTo("no such folder");
  }

  @Test
  void an_image_of_other_sizes_or_types_is_refused() throws IOException {
    write("test_32x32.mat", Mat5.newMatrix(new int[] {32, 32, 3}, MatlabType.UInt8), digits(1, 2));
    assertThat(failure().actual()).contains("[32, 32, 3] for 2 digits");
    write("test_32x32.mat", Mat5.newMatrix(new int[] {32, 32, 3}, MatlabType.Int8), digits(1));
    assertThat(failure().actual()).contains("X of type int8");
    write("test_32x32.mat", images(1), Mat5.newMatrix(0, 0, MatlabType.UInt8));
    assertThat(failure().actual()).contains("an empty y");
  }

  @Test
  void elements_are_at_most_64_of_known_types() throws IOException {
    byte[] matrix = matrix(8, 9);

    assertThat(failureOf(elements(64, 14, matrix)).expected()).doesNotContain("elements");
    assertThat(failureOf(elements(65, 14, matrix)).expected()).contains("at most 64 elements");
    assertThat(failureOf(elements(1, 9, matrix)).expected()).contains("types 14 and 15");
    assertThat(failureOf(elements(1, -15, matrix)).expected()).contains("types 14 and 15");
    assertThat(failureOf(elements(1, 14, Arrays.copyOf(matrix, 20))).problem())
        .isEqualTo(Problem.TRUNCATED);
  }

  @Test
  void the_parts_of_a_matrix_are_at_most_256_bytes() throws IOException {
    assertThat(failureOf(elements(1, 14, matrix(256, 9))).expected()).doesNotContain("256");
    assertThat(failureOf(elements(1, 14, matrix(257, 9))).expected()).contains("256 bytes");
    assertThat(failureOf(elements(1, 14, matrix(8, 5 << 16 | 9))).expected())
        .contains("small elements of at most 4 bytes");
    assertThat(failureOf(elements(1, 15, deflated(9, matrix(8, 9)))).expected())
        .contains("a compressed element of type 14");
    assertThat(failureOf(elements(1, 15, deflated(14, matrix(257, 9)))).expected())
        .contains("256 bytes");
  }

  @Test
  void an_array_that_claims_more_than_the_bound_is_refused_before_it_is_allocated()
      throws IOException {
    int claimed = 600 << 20;
    ByteBuffer matrix = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    matrix.putInt(6).putInt(8).putInt(9).putInt(0);
    matrix.putInt(5).putInt(16).putInt(32).putInt(32).putInt(3).putInt(claimed / 3072);
    matrix.putInt(1 << 16 | 1).putInt('X');
    matrix.putInt(2).putInt(claimed);

    DataException e = failureOf(elements(1, 14, matrix.array()));

    assertThat(e.problem()).as(e.getMessage()).isEqualTo(Problem.TOO_LARGE);
  }

  /** Flags, dimensions of so many bytes, and a name; the name's first word as given. */
  private static byte[] matrix(int dimensionBytes, int nameWord) {
    ByteBuffer matrix = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
    matrix.putInt(6).putInt(8).putInt(9).putInt(0);
    matrix.putInt(5).putInt(dimensionBytes);
    matrix.position(matrix.position() + (dimensionBytes + 7) / 8 * 8);
    matrix.putInt(nameWord);
    return matrix.array();
  }

  /** A compressed element of this type. */
  private static byte[] deflated(int type, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(new byte[] {(byte) type, 0, 0, 0, 0, 0, 0, 0});
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] elements(int count, int type, byte[] content) {
    ByteBuffer file =
        ByteBuffer.allocate(128 + count * (8 + content.length)).order(ByteOrder.LITTLE_ENDIAN);
    file.put("MATLAB 5.0 MAT-file".getBytes(StandardCharsets.US_ASCII));
    file.putShort(124, (short) 0x100).put(126, (byte) 'I').put(127, (byte) 'M').position(128);
    for (int i = 0; i < count; i++) {
      file.putInt(type).putInt(content.length).put(content);
    }
    return file.array();
  }

  private DataException failureOf(byte[] file) throws IOException {
    Files.write(dir.resolve("test_32x32.mat"), file);
    return failure();
  }

  private DataException failure() {
    return catchThrowableOfType(DataException.class, () -> svhn.load(ReadOptions.of(dir)));
  }
}
