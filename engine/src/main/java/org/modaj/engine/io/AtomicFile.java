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
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Writes whole files so that a reader sees the old content or the new one, never a part of it.
 *
 * <p>The bytes go to a temporary file in the same folder, are forced to the disk, and the temporary
 * file is renamed over the target. When anything fails, the target is as it was and the temporary
 * file is gone; one that a killed process left behind is deleted when the same target is written
 * again. Only regular files are ever replaced: a folder, pipe, socket or device is refused.
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
      Path real = resolve(target);
      TemporaryFile.removeAbandoned(real);
      replace(target, real, content);
    } catch (FileAccessException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(target, FileAccessException.Action.WRITE, e);
    }
  }

  /**
   * Checks that {@link #write} can write {@code target} as things are now, before work is put into
   * what it is to hold. Nothing changes: a temporary file beside it is made and deleted, and what a
   * killed process left of an earlier one is deleted.
   *
   * @throws FileAccessException as {@link #write} would throw
   */
  public static void requireWritable(Path target) throws FileAccessException {
    try {
      Path real = resolve(target);
      TemporaryFile.removeAbandoned(real);
      TemporaryFile.beside(real).close();
    } catch (FileAccessException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(target, FileAccessException.Action.WRITE, e);
    }
  }

  private static Path resolve(Path target) throws IOException {
    boolean link = Files.isSymbolicLink(target);
    if (link && !Files.exists(target)) {
      throw refused(target, "it is a link to what does not exist", "Delete the link first");
    }
    Path absolute = link ? target.toRealPath() : target.toAbsolutePath();
    Path name = absolute.getFileName();
    Path folder = absolute.getParent();
    if (name == null || folder == null) {
      throw refused(target, "it is a folder", "Name a file in it");
    }
    requireReplaceable(target, absolute);
    return folder.toRealPath().resolve(name);
  }

  private static void requireReplaceable(Path target, Path real) throws IOException {
    BasicFileAttributes old;
    try {
      old = Files.readAttributes(real, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return;
    }
    if (old.isDirectory()) {
      throw refused(target, "it is a folder", "Name a file in it");
    }
    if (!old.isRegularFile()) {
      throw refused(
          target,
          "it is a pipe, socket or device, and only regular files are replaced",
          "Name a regular file or a new one");
    }
  }

  private static FileAccessException refused(Path target, String problem, String hint) {
    return new FileAccessException(target, FileAccessException.Action.WRITE, problem, hint, null);
  }

  private static void replace(Path target, Path real, Content content) throws IOException {
    try (TemporaryFile temporary = TemporaryFile.beside(real)) {
      FileChannel channel = temporary.channel();
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
      content.writeTo(out);
      out.flush();
      channel.force(true);
      requireReplaceable(target, real);
      Files.move(
          temporary.path(),
          real,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    forceFolder(real.getParent());
  }

  /** Makes the rename itself durable where the system lets a folder be opened. */
  private static void forceFolder(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    } catch (IOException ignored) {
      // Windows cannot open a folder; the renamed file itself is complete and on the disk.
    }
  }
}
