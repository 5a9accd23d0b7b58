package org.modaj.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;

@Timeout(120)
class TarGzTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path dir;

  @Test
  void shows_the_wanted_members_in_order() throws IOException {
    Path archive =
        archive(tar -> {
          member(tar, "a/one.txt", "1");
          member(tar, "a/two.txt", "22");
          member(tar, "b/one.txt", "333");
        });
    List<String> seen = new ArrayList<>();

    new TarGz(archive, MIB)
        .read(
            name -> name.equals("one.txt"),
            (file, where, bytes, in) ->
                seen.add(file + " " + bytes + " " + new String(in.readAllBytes())));

    assertThat(seen).containsExactly("one.txt 1 1", "one.txt 3 333");
  }

  @Test
  void members_may_be_longer_than_headers_and_are_named_with_their_archive() throws IOException {
    String long2 = "x".repeat(2 << 20);
    Path archive =
        archive(tar -> {
          member(tar, "a/one.txt", long2);
          member(tar, "a/two.txt", long2);
        });
    List<String> seen = new ArrayList<>();

    new TarGz(archive, 8 * MIB)
        .read(name -> name.endsWith("two.txt"), (file, where, bytes, in) -> seen.add(where));

    assertThat(seen).containsExactly(archive + "!a/two.txt");
  }

  @Test
  void an_archive_that_ends_early_is_truncated() throws IOException {
    byte[] whole = Files.readAllBytes(archive(tar -> member(tar, "names.txt", "cat")));
    Path cut = Files.write(dir.resolve("cut.tar.gz"), Arrays.copyOf(whole, whole.length - 9));

    DataException e = failureWithin(8 * MIB, cut);

    assertThat(e.problem()).isEqualTo(Problem.TRUNCATED);
    assertThat(e.actual()).isEqualTo("its end after " + (whole.length - 9) + " bytes");
  }

  @Test
  void a_long_name_within_the_bound_is_read() throws IOException {
    String name = "folder/" + "x".repeat(3000) + "/end.txt";
    Path archive = archive(tar -> member(tar, name, "1"));
    List<String> seen = new ArrayList<>();

    new TarGz(archive, MIB).read(n -> true, (file, where, bytes, in) -> seen.add(file));

    assertThat(seen).containsExactly("end.txt");
  }

  @Test
  void a_long_name_of_200_MB_takes_no_memory() throws IOException {
    Path archive = dir.resolve("long.tar.gz");
    try (OutputStream gzip = gzip(archive)) {
      gzip.write(header("././@LongLink", 200 * MIB, 'L'));
      byte[] block = new byte[1 << 16];
      Arrays.fill(block, (byte) 'n');
      for (long written = 0; written < 200 * MIB; written += block.length) {
        gzip.write(block);
      }
    }

    DataException e = failureWithin(8 * MIB, archive);

    assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE);
    assertThat(e.expected()).startsWith("names and headers of members of at most 1048576 bytes");
  }

  @Test
  void zeros_beyond_the_bound_of_the_archive_take_no_memory() throws IOException {
    Path archive = dir.resolve("zeros.tar.gz");
    try (OutputStream gzip = gzip(archive)) {
      gzip.write(header("names.txt", 300 * MIB, '0'));
      byte[] block = new byte[1 << 16];
      for (long written = 0; written < 300 * MIB; written += block.length) {
        gzip.write(block);
      }
    }

    DataException e = failureWithin(8 * MIB, archive);

    assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE);
    assertThat(e.expected()).isEqualTo("at most 67108864 bytes");
  }

  @Test
  void a_sparse_member_of_6_GB_is_refused() throws IOException {
    byte[] header = header("names.txt", 512, 'S');
    byte[] sparse = String.format("%011o\0%011o\0", 0, 512).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(sparse, 0, header, 386, sparse.length);
    byte[] real = String.format("%011o\0", 6L << 30).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(real, 0, header, 483, real.length);
    sign(header);
    Path archive = dir.resolve("sparse.tar.gz");
    try (OutputStream gzip = gzip(archive)) {
      gzip.write(header);
      gzip.write(new byte[512 + 1024]);
    }

    DataException e = failureWithin(8 * MIB, archive);

    assertThat(e.problem()).isEqualTo(Problem.CORRUPT);
    assertThat(e.actual()).isEqualTo("the sparse member names.txt");
  }

  @Test
  void what_is_no_archive_is_said_to_be_damaged() throws IOException {
    Path file = Files.writeString(dir.resolve("page.tar.gz"), "<html>no</html>");
    assertThat(failureWithin(8 * MIB, file).problem()).isEqualTo(Problem.CORRUPT);
    assertThat(failureWithin(8 * MIB, dir.resolve("none.tar.gz")).problem())
        .isEqualTo(Problem.MISSING);
  }

  /** Reads with a bound of 64 MiB, and checks what the thread allocates. */
  private static DataException failureWithin(long mostAllocated, Path archive) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    DataException e =
        catchThrowableOfType(
            DataException.class,
            () ->
                new TarGz(archive, 64 * MIB)
                    .read(
                        name -> name.equals("names.txt"),
                        (file, where, bytes, in) ->
                            in.transferTo(OutputStream.nullOutputStream())));
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(mostAllocated);
    return e;
  }

  private interface Members {
    void writeTo(TarArchiveOutputStream tar) throws IOException;
  }

  private Path archive(Members members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      members.writeTo(tar);
    }
    return Files.write(dir.resolve("some.tar.gz"), bytes.toByteArray());
  }

  private static void member(TarArchiveOutputStream tar, String name, String content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length());
    tar.putArchiveEntry(entry);
    tar.write(content.getBytes(StandardCharsets.US_ASCII));
    tar.closeArchiveEntry();
  }

  private static OutputStream gzip(Path file) throws IOException {
    return new GZIPOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  private static byte[] header(String name, long size, char type) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, String.format("%011o\0", size));
    put(header, 136, "00000000000\0");
    header[156] = (byte) type;
    put(header, 257, "ustar  \0");
    sign(header);
    return header;
  }

  private static void sign(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, String.format("%06o\0 ", sum));
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
