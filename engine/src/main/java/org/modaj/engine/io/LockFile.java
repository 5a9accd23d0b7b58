package org.modaj.engine.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Opens files that processes lock. They lie in folders that others may write to: what has the name
 * of such a file need not be one. A pipe would wait for ever, and a link would lock, or empty, a
 * file elsewhere.
 */
public final class LockFile {
  private LockFile() {}

  /**
   * Opens a file for locking; links are not followed.
   *
   * @param action what is done with the file, for messages
   * @param options how it is opened; with {@code CREATE} it need not be there
   * @throws NoSuchFileException when it is not there and not to be created
   * @throws FileAccessException when a folder, link, pipe, socket or device has its name
   * @throws IOException when it cannot be opened
   */
  public static FileChannel open(
      Path file, FileAccessException.Action action, OpenOption... options) throws IOException {
    requireRegular(file, action);
    Set<OpenOption> all = new HashSet<>(List.of(options));
    all.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(file, all);
  }

  private static void requireRegular(Path file, FileAccessException.Action action)
      throws IOException {
    BasicFileAttributes there;
    try {
      there = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return;
    }
    if (!there.isRegularFile()) {
      throw new FileAccessException(
          file, action, "it is " + kind(there) + ", not a regular file", "Remove it", null);
    }
  }

  private static String kind(BasicFileAttributes attributes) {
    if (attributes.isDirectory()) {
      return "a folder";
    }
    return attributes.isSymbolicLink() ? "a link" : "a pipe, socket or device";
  }
}
