package org.modaj.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderLockTest {
  @TempDir Path dir;

  @Test
  void isGoneWhenItIsClosed() throws IOException {
    try (FolderLock lock = FolderLock.take(dir, "train")) {
      assertThat(lock).isNotNull();
      assertThat(dir.resolve(FolderLock.NAME)).content().contains("(train)");
    }
    assertThat(dir).isEmptyDirectory();
    FolderLock.take(dir, "train").close();
  }

  @Test
  void theSecondOfOneProcessIsRefused() throws IOException {
    Path link =
        Files.createSymbolicLink(dir.resolve("link"), Files.createDirectory(dir.resolve("d")));

    try (FolderLock lock = FolderLock.take(dir.resolve("d"), "train")) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> FolderLock.take(link, "replace"))
          .isInstanceOf(FileAccessException.class)
          .hasMessageContaining(
              "it is in use by process " + ProcessHandle.current().pid() + " (train)");
    }
  }

  @Test
  void aLockFileOfAProcessThatIsGoneBlocksNobody() throws IOException {
    Files.writeString(
        dir.resolve(FolderLock.NAME),
        "process "
            + ProcessHandle.current().pid()
            + " (train), which began at 2001-01-01T00:00:00Z on here\n");

    FolderLock.take(dir, "train").close();

    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void aProcessThatRunsIsNamedAndOneThatWasKilledBlocksNobody() throws Exception {
    Path source =
        Files.writeString(
            Files.createDirectory(dir.resolve("src")).resolve("Holder.java"),
            """
            import java.nio.channels.FileChannel;
            import java.nio.file.*;
            class Holder {
              public static void main(String[] args) throws Exception {
                FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
                file.lock(1L << 40, 1, false);
                file.write(java.nio.ByteBuffer.wrap(
                    "process 4711 (train), which began at 2026-01-02T03:04:05Z on node7\\n"
                        .getBytes("UTF-8")));
                System.out.println("locked");
                System.in.read();
              }
            }
            """);
    Path folder = Files.createDirectory(dir.resolve("out"));
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                source.toString(),
                folder.resolve(FolderLock.NAME).toString())
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("locked");
      assertThatThrownBy(() -> FolderLock.take(folder, "train"))
          .isInstanceOf(FileAccessException.class)
          .hasMessageContaining(
              "it is in use by process 4711 (train), which began at 2026-01-02T03:04:05Z on node7");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    FolderLock.take(folder, "train").close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void temporaryFilesOfKilledWritersAreDeletedAndNothingElse() throws IOException {
    Path abandoned = Files.createFile(dir.resolve(".a.bin." + UUID.randomUUID() + ".tmp"));
    Path other = Files.createFile(dir.resolve(".a.bin.tmp"));
    Path folder = Files.createDirectory(dir.resolve(".b.bin." + UUID.randomUUID() + ".tmp"));

    FolderLock.take(dir, "train").close();

    assertThat(abandoned).doesNotExist();
    assertThat(other).exists();
    assertThat(folder).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "link", "pipe"})
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void whatIsNoFileInPlaceOfTheLockFileIsRefused(String kind) throws Exception {
    Path lock = dir.resolve(FolderLock.NAME);
    Path other = Files.writeString(dir.resolve("other"), "mine");
    switch (kind) {
      case "folder" -> Files.createDirectory(lock);
      case "link" -> Files.createSymbolicLink(lock, other);
      default -> SpecialFiles.pipe(lock);
    }

    assertThatThrownBy(() -> FolderLock.take(dir, "train"))
        .isInstanceOf(FileAccessException.class)
        .hasMessageContaining("cannot write " + lock.toRealPath(LinkOption.NOFOLLOW_LINKS))
        .hasMessageContaining("it is a " + kind);
    assertThatThrownBy(() -> FolderLock.holder(dir))
        .isInstanceOf(FileAccessException.class)
        .hasMessageContaining("cannot read " + lock)
        .hasMessageContaining("it is a " + kind);

    assertThat(other).content().isEqualTo("mine");
    Files.delete(lock);
    FolderLock.take(dir, "train").close();
  }

  @Test
  void aFolderThatDoesNotExist() {
    assertThatThrownBy(() -> FolderLock.take(dir.resolve("absent"), "train"))
        .isInstanceOf(FileAccessException.class);
  }
}
