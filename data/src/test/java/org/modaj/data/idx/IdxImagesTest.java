package org.modaj.data.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.RandomImages;
import org.modaj.data.ReadOptions;

class IdxImagesTest {
  private final IdxImages mnist = IdxImages.mnist();
  @TempDir private Path dir;

  @BeforeEach
  void write() throws IOException {
    Path folder = Files.createDirectories(dir.resolve("mnist"));
    write(folder, "train-images-idx3-ubyte.gz", idx(pixels(5 * 12), 5, 3, 4));
    write(folder, "train-labels-idx1-ubyte.gz", idx(new byte[] {3, 9, 0, 1, 1}, 5));
    write(folder, "t10k-images-idx3-ubyte.gz", idx(pixels(2 * 12), 2, 3, 4));
    write(folder, "t10k-labels-idx1-ubyte.gz", idx(new byte[] {7, 2}, 2));
  }

  private static byte[] pixels(int count) {
    byte[] pixels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) (i * 7);
    }
    return pixels;
  }

  private static byte[] idx(byte[] content, int... sizes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x800 + sizes.length);
    for (int size : sizes) {
      out.writeInt(size);
    }
    out.write(content);
    return bytes.toByteArray();
  }

  private static void write(Path folder, String name, byte[] content) throws IOException {
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      gzip.write(content);
    }
  }

  @Test
  void reads_both_splits() {
    DataSplit data = mnist.load(ReadOptions.of(dir));

    assertThat(data.name()).isEqualTo("mnist");
    assertThat(data.train().sampleShape()).containsExactly(3, 4, 1);
    assertThat(data.train().classCounts()).containsExactly(1, 2, 0, 1, 0, 0, 0, 0, 0, 1);
    assertThat(data.test().label(0)).isEqualTo(7);
    assertThat(RandomImages.image(data.train(), 1)[2]).isEqualTo((byte) (14 * 7));
    assertThat(data.train().augmentation().isNone()).isTrue();
  }

  @Test
  void reads_unpacked_files_in_the_folder_itself() throws IOException {
    Files.write(dir.resolve("t10k-images-idx3-ubyte"), idx(pixels(12), 1, 3, 4));
    Files.write(dir.resolve("t10k-labels-idx1-ubyte"), idx(new byte[] {4}, 1));
    for (String name : new String[] {"train-images-idx3", "train-labels-idx1"}) {
      Files.delete(dir.resolve("mnist").resolve(name + "-ubyte.gz"));
    }
    Files.delete(dir.resolve("mnist/t10k-images-idx3-ubyte.gz"));
    Files.delete(dir.resolve("mnist/t10k-labels-idx1-ubyte.gz"));

    assertThat(mnist.loadTest(ReadOptions.of(dir)).label(0)).isEqualTo(4);
    assertThat(failure().file()).endsWith("train-images-idx3-ubyte.gz");
    assertThat(failure().problem()).isEqualTo(Problem.MISSING);
  }

  @Test
  void says_what_is_missing_and_how_to_get_it() {
    DataException e =
        catchThrowableOfType(
            DataException.class, () -> IdxImages.fashionMnist().load(ReadOptions.of(dir)));
    assertThat(e.problem()).isEqualTo(Problem.MISSING);
    assertThat(e.hint()).isEqualTo("Download them with: data fetch fashion-mnist");
    assertThat(
            catchThrowableOfType(DataException.class, () -> mnist.load(ReadOptions.of(null)))
                .problem())
        .isEqualTo(Problem.MISSING);
  }

  @Test
  void says_which_official_files_it_reads_and_from_where() {
    assertThat(mnist.name()).isEqualTo("mnist");
    assertThat(mnist.folder()).isEqualTo("mnist");
    assertThat(mnist.description()).isNotEqualTo(IdxImages.fashionMnist().description());
    assertThat(mnist.files())
        .extracting("name")
        .containsExactly(
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz");
    assertThat(mnist.files())
        .allSatisfy(file ->
            assertThat(file.addresses())
                .isNotEmpty()
                .allSatisfy(address -> assertThat(address).endsWith("/" + file.name())));
  }

  @Test
  void an_empty_folder_and_one_that_is_not_there_are_told_apart() throws IOException {
    Path empty = Files.createDirectories(dir.resolve("empty"));
    DataException none =
        catchThrowableOfType(DataException.class, () -> mnist.load(ReadOptions.of(empty)));
    assertThat(none.expected()).startsWith("train- and t10k-images-idx3-ubyte.gz");
    assertThat(none.actual()).isEqualTo("a folder without");
    Path missing = dir.resolve("missing");
    assertThat(
            catchThrowableOfType(DataException.class, () -> mnist.load(ReadOptions.of(missing)))
                .actual())
        .isEqualTo("no such folder");
  }

  @Test
  void refuses_damaged_files() throws IOException {
    Path folder = dir.resolve("mnist");
    String images = "train-images-idx3-ubyte.gz";
    byte[] good = idx(pixels(5 * 12), 5, 3, 4);

    write(folder, images, Arrays.copyOf(good, good.length - 1));
    assertThat(failure().problem()).isEqualTo(Problem.TRUNCATED);
    write(folder, images, Arrays.copyOf(good, 7));
    assertThat(failure().problem()).isEqualTo(Problem.TRUNCATED);
    write(folder, images, Arrays.copyOf(good, good.length + 1));
    assertThat(failure().problem()).isEqualTo(Problem.WRONG_SIZE);
    write(folder, images, idx(pixels(5), 5));
    assertThat(failure().expected()).isEqualTo("the magic number 2051");
    write(folder, images, idx(pixels(0), 0, 3, 4));
    assertThat(failure().problem()).isEqualTo(Problem.CORRUPT);
    write(folder, images, idx(pixels(12), 1 << 30, 1 << 30, 1 << 30));
    assertThat(failure().problem()).isEqualTo(Problem.TOO_LARGE);
    write(folder, images, idx(pixels(12), 1, 3, 4));
    assertThat(failure().expected()).isEqualTo("1 labels, as many as there are images");
    Files.writeString(folder.resolve(images), "<html>");
    assertThat(failure().problem()).isEqualTo(Problem.CORRUPT);
    write(folder, images, good);
    write(folder, "train-labels-idx1-ubyte.gz", idx(new byte[] {3, 9, 10, 1, 1}, 5));
    assertThat(failure().actual()).isEqualTo("10 at image 2");
  }

  @Test
  void takes_no_memory_for_what_a_header_only_states() throws IOException {
    write(dir.resolve("mnist"), "train-images-idx3-ubyte.gz", idx(pixels(12), 200_000, 32, 32));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThat(failure().problem()).isEqualTo(Problem.TRUNCATED);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
  }

  private DataException failure() {
    return catchThrowableOfType(DataException.class, () -> mnist.load(ReadOptions.of(dir)));
  }
}
