package org.modaj.engine.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes whole files so that a reader sees the old content or the new one, never a part of it.
 *
 * <p>The bytes go to a temporary file in the same folder, are forced to the disk, and the temporary
 * file is renamed over the target. When anything fails, the target is as it was and the temporary
 * file is gone.
 */
public final class AtomicFile {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Produces the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all bytes to {@code out}, which the caller flushes and closes. */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Replaces or creates {@code target}. A symbolic link is followed: the file it points to is
   * replaced. The folder must exist.
   *
   * @throws FileAccessException when the file cannot be written; it names {@code target}
   * @throws RuntimeException whatever else {@code content} throws, after cleaning up
   */
  public static void write(Path target, Content content) throws FileAccessException {
    try {
      replace(resolve(target), content);
    } catch (FileAccessException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(target, FileAccessException.Action.WRITE, e);
    }
  }

  /**
   * Checks that {@link #write} can write {@code target} as things are now, before work is put into
   * what it is to hold. Nothing changes: a temporary file beside it is made and deleted.
   *
   * @throws FileAccessException as {@link #write} would throw
   */
  public static void requireWritable(Path target) throws FileAccessException {
    try {
      Path temporary = temporarySibling(resolve(target));
      Files.createFile(temporary);
      Files.delete(temporary);
    } catch (FileAccessException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(target, FileAccessException.Action.WRITE, e);
    }
  }

  private static Path resolve(Path target) throws IOException {
    Path real = Files.isSymbolicLink(target) ? target.toRealPath() : target.toAbsolutePath();
    if (Files.isDirectory(real) || real.getFileName() == null) {
      throw new FileAccessException(
          target, FileAccessException.Action.WRITE, "it is a folder", "Name a file in it", null);
    }
    if (!Files.exists(real.getParent())) {
      throw new NoSuchFileException(real.toString());
    }
    return real;
  }

  private static void replace(Path target, Content content) throws IOException {
    Path temporary = temporarySibling(target);
    boolean done = false;
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OutputStream out =
            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(temporary);
      }
    }
    forceFolder(target.getParent());
  }

  private static Path temporarySibling(Path target) {
    return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }

  /** Makes the rename itself durable where the system lets a folder be opened. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException ignored) {
      // Windows cannot open a folder; the renamed file itself is complete and on the disk.
    }
  }
}
