package org.modaj.data.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.OfficialFile;
import org.modaj.data.file.Causes;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.LockFile;

/**
 * Downloads one official file.
 *
 * <p>The bytes go to {@code NAME.part} beside the file, so that an interrupted download goes on
 * where it stopped. Only a complete file with the published size and checksum is renamed to its
 * name; a file of which no checksum is published must have the length that the server states.
 */
public final class Download {
  private static final int TRIES = 3;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final String PART = ".part";

  private final OfficialFile file;
  private final Path folder;
  private final Progress progress;
  private final boolean overwrite;
  private final int timeoutMillis;

  /** Told how far a download is; called by the thread that downloads. */
  public interface Progress {
    /**
     * Takes in the state.
     *
     * @param bytes of the file that are there
     * @param total its size, or {@link OfficialFile#UNKNOWN}
     */
    void at(String file, long bytes, long total);
  }

  /**
   * Prepares a download.
   *
   * @param folder where the file goes; made if need be
   * @param overwrite whether a file that is there and is not the official one is replaced
   */
  public Download(OfficialFile file, Path folder, boolean overwrite, Progress progress) {
    this(file, folder, overwrite, progress, TIMEOUT_MILLIS);
  }

  Download(
      OfficialFile file, Path folder, boolean overwrite, Progress progress, int timeoutMillis) {
    this.file = file;
    this.folder = folder;
    this.progress = progress;
    this.overwrite = overwrite;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * Downloads the file, unless it is there.
   *
   * @return whether it had to be downloaded
   * @throws DataException if it cannot be had, or another file is in its place
   */
  public boolean run() {
    Path target = folder.resolve(file.name());
    FileCheck before = FileCheck.of(file, target);
    if (before.isGood()) {
      return false;
    }
    if (before.state() != FileCheck.State.MISSING && !overwrite) {
      throw new DataException(
          target.toString(),
          Problem.EXISTS,
          before.expected(),
          before.actual(),
          "Move it away, or replace it with --overwrite.");
    }
    Path part = folder.resolve(file.name() + PART);
    try {
      Files.createDirectories(folder);
      download(part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (FileAccessException e) {
      throw new DataException(
          part.toString(), Problem.EXISTS, "a regular file", e.problem(), e.hint() + ".", e);
    } catch (IOException e) {
      throw new DataException(
          target.toString(),
          Problem.UNAVAILABLE,
          "a folder that can be written to, with room for it",
          Causes.said(e),
          "Check the folder's permissions and the disk.",
          e);
    }
  }

  private void download(Path part) throws IOException {
    try (FileChannel channel =
            LockFile.open(
                part,
                FileAccessException.Action.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock _ = lock(part, channel)) {
      transferFrom(file.addresses(), part, channel);
      channel.force(true);
    }
  }

  private FileLock lock(Path part, FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new DataException(
          part.toString(),
          Problem.EXISTS,
          "a file that is not being downloaded",
          "another download that is at work on it",
          "Wait for it, or stop it.");
    }
    return lock;
  }

  /** Tries all addresses, each several times, until a file is complete and right. */
  private void transferFrom(List<String> addresses, Path part, FileChannel channel)
      throws IOException {
    List<String> failures = new ArrayList<>();
    HttpTransfer transfer =
        new HttpTransfer(
            file, timeoutMillis, bytes -> progress.at(file.name(), bytes, file.bytes()));
    for (String address : addresses) {
      boolean again = true;
      for (int tried = 0; tried < TRIES && again; tried++) {
        long resumedAt = channel.size();
        try {
          transfer.run(address, channel);
          channel.force(false);
          FileCheck check = FileCheck.of(file, part);
          if (check.isGood()) {
            return;
          }
          channel.truncate(0);
          failures.add(address + ": " + check.actual() + " instead of " + check.expected());
          again = resumedAt > 0;
        } catch (TransferException e) {
          failures.add(address + ": " + e.getMessage());
          again = e.again();
        }
      }
    }
    if (channel.size() == 0) {
      Files.deleteIfExists(part);
    }
    throw unavailable(failures);
  }

  private DataException unavailable(List<String> failures) {
    boolean wrong = failures.getLast().contains(" instead of ");
    String size = file.bytes() == OfficialFile.UNKNOWN ? "" : " (" + file.bytes() + " bytes)";
    return new DataException(
        file.name(),
        wrong ? Problem.CORRUPT : Problem.UNAVAILABLE,
        "the file" + size + " from " + file.addresses().getFirst(),
        String.join("; ", failures.stream().distinct().toList()),
        "Without a connection: get it by other means and put it into "
            + folder.toAbsolutePath().normalize()
            + " under this name; otherwise try again later, what was received is kept.");
  }
}
