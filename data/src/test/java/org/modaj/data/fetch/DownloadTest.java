package org.modaj.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.NamedPipe;
import org.modaj.data.OfficialFile;
import org.modaj.engine.random.CounterRandom;

/** Downloads from a server that misbehaves: the right file or a clear error, never a part. */
@Timeout(300)
class DownloadTest {
  private static final int SIZE = 300_000;

  /** Long enough for a busy machine. */
  private static final int PATIENT = 60_000;

  private static final int IMPATIENT = 2000;

  private final byte[] content = content();
  private BadServer server;
  @TempDir private Path dir;

  private static byte[] content() {
    byte[] bytes = new byte[SIZE];
    CounterRandom random = CounterRandom.of("content");
    for (int i = 0; i < SIZE; i++) {
      bytes[i] = (byte) random.below(256, i);
    }
    return bytes;
  }

  @BeforeEach
  void start() throws IOException {
    server = new BadServer(content);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private OfficialFile file(String... paths) throws Exception {
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    return new OfficialFile(
        "data.bin", Arrays.stream(paths).map(server::address).toList(), SIZE, sha256, null);
  }

  private boolean fetch(OfficialFile file) {
    return fetch(file, PATIENT);
  }

  private boolean fetch(OfficialFile file, int timeout) {
    return new Download(file, dir.resolve("data"), false, (name, bytes, total) -> {}, timeout)
        .run();
  }

  private DataException failure(OfficialFile file) {
    return failure(file, PATIENT);
  }

  private DataException failure(OfficialFile file, int timeout) {
    DataException e = catchThrowableOfType(DataException.class, () -> fetch(file, timeout));
    assertThat(e).isNotNull().hasMessageNotContaining("\n");
    assertThat(dir.resolve("data/data.bin")).doesNotExist();
    return e;
  }

  private void assertFetched() throws IOException {
    assertThat(Files.readAllBytes(dir.resolve("data/data.bin"))).isEqualTo(content);
    try (var files = Files.list(dir.resolve("data"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void a_good_server() throws Exception {
    server.on("/good", server::good);
    AtomicLong last = new AtomicLong();
    Download download =
        new Download(
            file("/good"),
            dir.resolve("data"),
            false,
            (name, bytes, total) -> {
              assertThat(name).isEqualTo("data.bin");
              assertThat(total).isEqualTo(SIZE);
              assertThat(bytes).isGreaterThanOrEqualTo(last.get());
              last.set(bytes);
            });

    assertThat(download.run()).isTrue();
    assertFetched();
    assertThat(last).hasValue(SIZE);
    assertThat(download.run()).isFalse();
    assertThat(server.ranges).containsExactly("");
  }

  @Test
  void a_server_that_truncates_is_asked_for_the_rest() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    server.on(
        "/cut",
        exchange -> {
          if (requests.getAndIncrement() == 0) {
            server.send(exchange, 200, 0, 100_000, SIZE);
          } else {
            server.good(exchange);
          }
        });

    fetch(file("/cut"));

    assertFetched();
    assertThat(server.ranges).containsExactly("", "bytes=100000-");
  }

  @Test
  void a_server_that_always_truncates_is_given_up_and_what_came_is_kept() throws Exception {
    server.on("/cut", exchange -> server.send(exchange, 200, 0, 100_000, SIZE));

    DataException e = failure(file("/cut"));

    assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE);
    assertThat(e.file()).isEqualTo("data.bin");
    assertThat(e.expected()).contains(server.address("/cut"), "300000 bytes");
    assertThat(e.hint()).contains(dir.resolve("data").toAbsolutePath().toString());
    assertThat(dir.resolve("data/data.bin.part")).hasSize(100_000);
    server.on("/good", server::good);
    fetch(file("/good"));
    assertFetched();
    assertThat(server.ranges.getLast()).isEqualTo("bytes=100000-");
  }

  @Test
  void a_server_that_stalls_is_asked_again() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    server.on(
        "/stall",
        exchange -> {
          if (requests.getAndIncrement() == 0) {
            server.send(exchange, 200, 0, 50_000, SIZE);
            server.stall();
          } else {
            server.good(exchange);
          }
        });

    fetch(file("/stall"), IMPATIENT);

    assertFetched();
    assertThat(server.ranges).containsExactly("", "bytes=50000-");
  }

  @Test
  void a_server_that_never_answers_is_given_up() throws Exception {
    server.on("/silent", exchange -> server.stall());

    assertThat(failure(file("/silent"), IMPATIENT).actual()).contains("nothing for 2.0 s");
  }

  @Test
  void corrupted_bytes_are_noticed_and_thrown_away() throws Exception {
    server.on("/corrupt", exchange -> corrupted(exchange));

    DataException e = failure(file("/corrupt"));

    assertThat(e.problem()).isEqualTo(Problem.CORRUPT);
    assertThat(e.actual()).contains("SHA-256").contains(" instead of ");
    assertThat(dir.resolve("data/data.bin.part")).doesNotExist();
    server.on("/good", server::good);
    fetch(file("/corrupt", "/good"));
    assertFetched();
  }

  private void corrupted(HttpExchange exchange) throws IOException {
    byte[] wrong = content.clone();
    wrong[SIZE / 2] ^= 1;
    exchange.sendResponseHeaders(200, SIZE);
    exchange.getResponseBody().write(wrong);
  }

  @Test
  void a_corrupted_part_of_an_earlier_download_is_begun_again() throws Exception {
    Files.createDirectories(dir.resolve("data"));
    Files.write(dir.resolve("data/data.bin.part"), new byte[1000]);
    server.on("/good", server::good);

    fetch(file("/good"));

    assertFetched();
    assertThat(server.ranges).containsExactly("bytes=1000-", "");
  }

  @Test
  void redirects_are_followed() throws Exception {
    server.on("/good", server::good);
    server.on("/here", exchange -> redirect(exchange, "/there"));
    server.on("/there", exchange -> redirect(exchange, server.address("/good")));

    fetch(file("/here"));

    assertFetched();
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    exchange.sendResponseHeaders(302, -1);
  }

  @Test
  void redirects_in_circles_or_elsewhere_are_not() throws Exception {
    server.on("/circle", exchange -> redirect(exchange, "/circle"));
    server.on("/file", exchange -> redirect(exchange, "file:///etc/passwd"));
    server.on("/odd", exchange -> redirect(exchange, "http://[::bad"));

    assertThat(failure(file("/circle")).actual()).contains("more than 5 redirects");
    assertThat(failure(file("/file")).actual()).contains("which is not of the web");
    assertThat(failure(file("/odd")).problem()).isEqualTo(Problem.UNAVAILABLE);
  }

  @Test
  void a_range_that_was_not_asked_for_is_not_taken() throws Exception {
    begin(120_000);
    server.on(
        "/wrong",
        exchange -> {
          int from = BadServer.from(exchange);
          if (from > 0) { // answers with the bytes from 5 on
            exchange.getResponseHeaders().set("Content-Range", BadServer.range(5, SIZE - 1, SIZE));
            server.send(exchange, 206, 5, SIZE - 5, SIZE - 5);
          } else {
            server.good(exchange);
          }
        });

    fetch(file("/wrong"));

    assertFetched();
    assertThat(server.ranges).containsExactly("bytes=120000-", "");
  }

  @Test
  void a_server_without_ranges_sends_all_of_it() throws Exception {
    begin(120_000);
    server.on("/whole", exchange -> server.send(exchange, 200, 0, SIZE, SIZE));

    fetch(file("/whole"));

    assertFetched();
    assertThat(server.ranges).containsExactly("bytes=120000-");
  }

  @Test
  void a_range_that_is_refused_is_asked_for_from_the_beginning() throws Exception {
    begin(120_000);
    server.on(
        "/refuse",
        exchange -> {
          if (BadServer.from(exchange) > 0) {
            exchange.sendResponseHeaders(416, -1);
          } else {
            server.good(exchange);
          }
        });

    fetch(file("/refuse"));

    assertFetched();
  }

  @Test
  void a_file_of_another_length_is_not_taken() throws Exception {
    server.on("/short", exchange -> server.send(exchange, 200, 0, 1000, 1000));
    server.on(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 10; i++) {
            exchange.getResponseBody().write(content);
          }
        });

    assertThat(failure(file("/short")).actual())
        .contains("a file of 1000 bytes where there should be 300000");
    assertThat(failure(file("/endless")).actual()).contains("more than 300000 bytes");
    assertThat(dir.resolve("data/data.bin.part")).doesNotExist();
  }

  @Test
  void errors_of_the_server_are_told() throws Exception {
    server.on("/gone", exchange -> exchange.sendResponseHeaders(404, -1));
    AtomicInteger requests = new AtomicInteger();
    server.on(
        "/busy",
        exchange -> {
          if (requests.getAndIncrement() < 2) {
            exchange.sendResponseHeaders(503, -1);
          } else {
            server.good(exchange);
          }
        });

    assertThat(failure(file("/gone")).actual()).contains("HTTP status 404");
    fetch(file("/gone", "/busy"));
    assertFetched();
  }

  @Test
  void without_a_connection_it_says_which_file_from_where_and_where_to_put_it() throws Exception {
    OfficialFile file = file("/x");
    server.close();

    DataException e = failure(file);

    assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE);
    assertThat(e)
        .hasMessageContaining("data.bin")
        .hasMessageContaining(file.addresses().getFirst())
        .hasMessageContaining(dir.resolve("data").toAbsolutePath().toString());
  }

  @Test
  void a_file_without_a_published_checksum_has_the_length_that_is_stated() throws Exception {
    server.on("/good", server::good);
    AtomicInteger requests = new AtomicInteger();
    server.on(
        "/cut",
        exchange -> {
          requests.incrementAndGet();
          server.send(exchange, 200, 0, 1000, SIZE);
        });
    OfficialFile unknown =
        new OfficialFile(
            "data.bin", List.of(server.address("/good")), OfficialFile.UNKNOWN, null, null);
    OfficialFile cut =
        new OfficialFile(
            "data.bin", List.of(server.address("/cut")), OfficialFile.UNKNOWN, null, null);

    assertThat(failure(cut).problem()).isEqualTo(Problem.UNAVAILABLE);
    fetch(unknown);
    assertFetched();
  }

  @Test
  void a_part_that_was_not_asked_for_is_no_file_even_of_unknown_length() throws Exception {
    server.on(
        "/part",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Range", BadServer.range(0, 999, SIZE));
          server.send(exchange, 206, 0, 1000, 1000);
        });
    OfficialFile unknown =
        new OfficialFile(
            "data.bin", List.of(server.address("/part")), OfficialFile.UNKNOWN, null, null);

    assertThat(failure(unknown)).hasMessageContaining("a part that was not asked for");
    assertThat(dir.resolve("data/data.bin")).doesNotExist();
  }

  @Test
  void another_file_in_its_place_is_replaced_only_when_told_to() throws Exception {
    server.on("/good", server::good);
    Path target = dir.resolve("data/data.bin");
    Files.createDirectories(target.getParent());
    Files.write(target, new byte[10]);

    DataException e = catchThrowableOfType(DataException.class, () -> fetch(file("/good")));

    assertThat(e.problem()).isEqualTo(Problem.EXISTS);
    assertThat(target).hasSize(10);
    new Download(file("/good"), target.getParent(), true, (name, bytes, total) -> {}).run();
    assertFetched();
  }

  @Test
  void two_downloads_do_not_write_one_file() throws Exception {
    server.on("/good", server::good);
    Path part = dir.resolve("data/data.bin.part");
    Files.createDirectories(part.getParent());
    try (FileChannel other =
            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = other.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(failure(file("/good")).actual())
          .isEqualTo("another download that is at work on it");
    }
    fetch(file("/good"));
    assertFetched();
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "link", "pipe"})
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void what_is_no_file_in_place_of_the_received_part_is_refused(String kind) throws Exception {
    server.on("/good", server::good);
    Path part = dir.resolve("data/data.bin.part");
    Files.createDirectories(part.getParent());
    Path other = Files.writeString(dir.resolve("other"), "mine");
    switch (kind) {
      case "folder" -> Files.createDirectory(part);
      case "link" -> Files.createSymbolicLink(part, other);
      default -> NamedPipe.at(part);
    }

    DataException e = catchThrowableOfType(DataException.class, () -> fetch(file("/good")));

    assertThat(e.problem()).isEqualTo(Problem.EXISTS);
    assertThat(e.file()).isEqualTo(part.toString());
    assertThat(e.actual()).contains("it is a " + kind);
    assertThat(e.hint()).isEqualTo("Remove it.");
    assertThat(other).content().isEqualTo("mine");
  }

  @Test
  void a_folder_that_cannot_be_made_is_told() throws Exception {
    server.on("/good", server::good);
    Files.write(dir.resolve("data"), new byte[1]);

    DataException e = catchThrowableOfType(DataException.class, () -> fetch(file("/good")));

    assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE);
    assertThat(e.expected()).contains("folder that can be written to");
  }

  /** Leaves the right beginning of the file, as an interrupted download does. */
  private void begin(int bytes) throws IOException {
    Files.createDirectories(dir.resolve("data"));
    Files.write(dir.resolve("data/data.bin.part"), Arrays.copyOf(content, bytes));
  }
}
