package org.modaj.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of a data set as its authors publish it.
 *
 * @param name its name in the folder of the data set
 * @param addresses where it is, the official address first, then copies
 * @param bytes its size; {@link #UNKNOWN} where none is known for certain
 * @param sha256 its SHA-256 in lower-case hexadecimal; null where none is published
 * @param md5 its MD5, likewise
 */
public record OfficialFile(
    String name,
    List<String> addresses,
    long bytes,
    @Nullable String sha256,
    @Nullable String md5) {
  /** The size of a file of which it is not known. */
  public static final long UNKNOWN = -1;

  /** Copies the list. */
  public OfficialFile {
    addresses = List.copyOf(addresses);
  }

  /** Whether what is downloaded can be told from what was published. */
  public boolean hasChecksum() {
    return sha256 != null || md5 != null;
  }
}
