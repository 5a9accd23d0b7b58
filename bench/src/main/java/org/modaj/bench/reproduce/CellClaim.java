package org.modaj.bench.reproduce;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileAccessException.Action;
import org.modaj.engine.io.LockFile;

/**
 * The right to work on one cell, for one thread at a time among all processes that share a folder.
 * Who comes second waits. The operating system's lock ends with the process that has it, so one
 * that was killed keeps nobody waiting.
 */
final class CellClaim implements AutoCloseable {
  /** Threads of this process wait here: a second channel would undo the system's lock. */
  private static final Map<Path, ReentrantLock> OWN = new ConcurrentHashMap<>();

  private final ReentrantLock own;
  private final FileChannel channel;

  private CellClaim(ReentrantLock own, FileChannel channel) {
    this.own = own;
    this.channel = channel;
  }

  /**
   * Waits for the right.
   *
   * @param file stands for the cell, made if need be with its folder; it stays
   * @throws FileAccessException when it cannot be written to, is no regular file, or its file
   *     system has no locks
   * @throws InterruptedIOException when this thread is told to give up
   */
  static CellClaim take(Path file) throws IOException {
    Path folder = requireNonNull(file.getParent());
    try {
      Files.createDirectories(folder);
      Path real = folder.toRealPath().resolve(file.getFileName());
      ReentrantLock own = OWN.computeIfAbsent(real, path -> new ReentrantLock());
      own.lockInterruptibly();
      try {
        return new CellClaim(own, lock(file));
      } catch (IOException | RuntimeException e) {
        own.unlock();
        throw e;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + file);
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel;
    try {
      channel =
          LockFile.open(file, Action.WRITE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (FileAccessException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(file, Action.WRITE, e);
    }
    try {
      channel.lock();
      return channel;
    } catch (IOException e) {
      channel.close();
      throw new FileAccessException(
          file,
          Action.WRITE,
          "it cannot be locked: " + e.getMessage(),
          "The folder that the machines share must be on a file system with locks, such as NFS 4",
          e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      own.unlock();
    }
  }
}
