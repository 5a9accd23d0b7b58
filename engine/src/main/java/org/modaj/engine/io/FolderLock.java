package org.modaj.engine.io;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.io.FileAccessException.Action;

/**
 * The right to write in a folder, for one process at a time.
 *
 * <p>A file {@value #NAME} in it says who has the right, and is locked by the operating system for
 * as long as that process lives: a process that was killed blocks nobody. Where the file system has
 * no locks, the process named in the file counts, as long as it runs. Once the lock is taken,
 * temporary files that killed writers left in the folder are deleted.
 */
public final class FolderLock implements AutoCloseable {
  /** Name of the file. */
  public static final String NAME = ".modaj.lock";

  private static final Pattern HOLDER =
      Pattern.compile(
          "process ([0-9]{1,18}) \\(([^()\n"
              + "]{1,200})\\), which began at (\\S{1,40}) on (\\S{1,200})");

  /** Bytes of the file that are read; more is not ours. */
  private static final int MOST_BYTES = 1000;

  /** A place after the text, so that others can read it where locks keep readers away. */
  private static final long LOCKED_BYTE = 1L << 40;

  /** Folders that this process has locked: a second channel would undo its locks. */
  private static final Map<Path, String> OWN = new ConcurrentHashMap<>();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param folder an existing folder
   * @param purpose what is done, such as {@code train}, for the message that others get
   * @throws FileAccessException when another process or another thread of this one has it, saying
   *     which; or when the folder cannot be written to
   */
  public static FolderLock take(Path folder, String purpose) throws FileAccessException {
    try {
      Path real = folder.toRealPath();
      String own = self(purpose);
      String other = OWN.putIfAbsent(real, own);
      if (other != null) {
        throw inUse(folder, other);
      }
      try {
        FolderLock lock = new FolderLock(real, open(folder, real.resolve(NAME), own));
        TemporaryFile.removeAllAbandoned(real);
        return lock;
      } catch (IOException | RuntimeException e) {
        OWN.remove(real);
        throw e;
      }
    } catch (FileAccessException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(folder, Action.WRITE, e);
    }
  }

  /**
   * Who writes in a folder now, such as {@code process 12 (train), which began at ...}; empty when
   * nobody does. The lock is not touched.
   *
   * @throws FileAccessException when the file of the lock cannot be read
   */
  public static Optional<String> holder(Path folder) throws FileAccessException {
    Path file = folder.resolve(NAME);
    try (FileChannel channel = LockFile.open(file, Action.READ, StandardOpenOption.READ)) {
      String holder = read(channel).strip();
      return runs(holder) ? Optional.of(holder) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileAccessException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(file, Action.READ, e);
    }
  }

  private static FileChannel open(Path folder, Path file, String own) throws IOException {
    while (true) {
      @Nullable Object key = create(file);
      FileChannel channel;
      try {
        channel =
            LockFile.open(file, Action.WRITE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      } catch (NoSuchFileException e) {
        continue; // its last holder has just deleted it
      }
      boolean taken = false;
      try {
        taken = tryLock(folder, channel) && Objects.equals(key, key(file));
        if (taken) {
          channel.truncate(0);
          channel.write(ByteBuffer.wrap((own + "\n").getBytes(StandardCharsets.UTF_8)), 0);
          return channel;
        }
      } catch (NoSuchFileException e) {
        continue;
      } finally {
        if (!taken) {
          channel.close();
        }
      }
    }
  }

  /** Creates the file unless it is there, and returns its identity where the system has one. */
  private static @Nullable Object create(Path file) throws IOException {
    while (true) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        // as it is while another process has the lock, and after one was killed
      }
      try {
        return key(file);
      } catch (NoSuchFileException e) {
        continue;
      }
    }
  }

  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  private static boolean tryLock(Path folder, FileChannel channel) throws IOException {
    String holder = read(channel);
    FileLock lock;
    try {
      lock = channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (IOException noLocks) {
      if (runs(holder)) {
        throw inUse(folder, holder);
      }
      return true;
    }
    if (lock == null) {
      throw inUse(folder, holder);
    }
    return true;
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
      continue;
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  private static FileAccessException inUse(Path folder, String holder) {
    Matcher known = HOLDER.matcher(holder);
    return new FileAccessException(
        folder,
        Action.WRITE,
        "it is in use by " + (known.lookingAt() ? known.group() : "another process"),
        "Wait until that is done, end it, or name another folder",
        null);
  }

  private static String self(String purpose) {
    ProcessHandle self = ProcessHandle.current();
    return "process %d (%s), which began at %s on %s"
        .formatted(self.pid(), purpose, start(self), host());
  }

  private static Instant start(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH).truncatedTo(ChronoUnit.SECONDS);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed host";
    }
  }

  /** Whether the process that a text names runs; one on another host may. */
  private static boolean runs(String holder) {
    Matcher known = HOLDER.matcher(holder);
    if (!known.lookingAt()) {
      return false;
    }
    return !known.group(4).equals(host())
        || ProcessHandle.of(Long.parseLong(known.group(1)))
            .filter(process -> start(process).toString().equals(known.group(3)))
            .isPresent();
  }

  /** Deletes the file and gives the folder free. */
  @Override
  public void close() throws FileAccessException {
    try (channel) {
      Files.deleteIfExists(folder.resolve(NAME));
    } catch (IOException e) {
      throw FileAccessException.of(folder, Action.WRITE, e);
    } finally {
      OWN.remove(folder);
    }
  }
}
