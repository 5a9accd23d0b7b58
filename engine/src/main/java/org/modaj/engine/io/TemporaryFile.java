package org.modaj.engine.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that becomes another one when it is complete: {@code .NAME.UUID.tmp} beside {@code NAME}.
 *
 * <p>Its writer holds the operating system's lock on it, which ends with the process. So a file of
 * this name that nobody has locked was left by a writer that was killed, and can be deleted.
 */
final class TemporaryFile implements AutoCloseable {
  private static final Pattern NAME =
      Pattern.compile(
          "\\.(.+)\\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp", Pattern.DOTALL);

  /** Those of this process: its own locks do not keep it away from them. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private TemporaryFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Creates one for {@code target}, an absolute path. */
  static TemporaryFile beside(Path target) throws IOException {
    while (true) {
      TemporaryFile file = create(target);
      // another process may have taken it for abandoned before it was locked
      if (Files.exists(file.path, LinkOption.NOFOLLOW_LINKS)) {
        return file;
      }
      file.close();
    }
  }

  private static TemporaryFile create(Path target) throws IOException {
    Path path =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    OWN.add(path);
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock(channel);
      return new TemporaryFile(path, channel);
    } catch (IOException e) {
      OWN.remove(path);
      throw e;
    }
  }

  private static void lock(FileChannel channel) {
    try {
      channel.lock();
    } catch (IOException ignored) {
      // A file system without locks: there, nobody can tell that the file is abandoned, so it
      // stays.
    }
  }

  Path path() {
    return path;
  }

  FileChannel channel() {
    return channel;
  }

  /** Deletes it unless it was renamed, and lets it go. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(path);
    } finally {
      OWN.remove(path);
    }
  }

  /** Deletes what killed writers of {@code target}, an absolute path, have left. */
  static void removeAbandoned(Path target) {
    String name = target.getFileName().toString();
    removeAbandoned(target.getParent(), name);
  }

  /** Deletes what killed writers of any file in {@code folder} have left. */
  static void removeAllAbandoned(Path folder) {
    removeAbandoned(folder.toAbsolutePath().normalize(), null);
  }

  private static void removeAbandoned(@Nullable Path folder, @Nullable String target) {
    if (folder == null || !Files.isDirectory(folder)) {
      return; // to list a pipe would wait for ever
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, file -> isTemporary(file, target))) {
      for (Path file : files) {
        removeUnlessLocked(file);
      }
    } catch (IOException ignored) {
      // What cannot be listed or deleted stays; writing the file itself will say why.
    }
  }

  private static boolean isTemporary(Path file, @Nullable String target) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches()
        && (target == null || name.group(1).equals(target))
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && !OWN.contains(file);
  }

  private static void removeUnlessLocked(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Files.deleteIfExists(file);
      }
    } catch (OverlappingFileLockException ignored) {
      // another thread of this process has just created it
    }
  }
}
