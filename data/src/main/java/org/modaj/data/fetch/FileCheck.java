package org.modaj.data.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.modaj.data.OfficialFile;
import org.modaj.data.file.DataFile;

/**
 * Whether a file is what was published.
 *
 * @param state what was found
 * @param expected the published size or checksum
 * @param actual what the file has
 */
public record FileCheck(State state, String expected, String actual) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** What was found. */
  public enum State {
    /** It has the published size and checksum. */
    OFFICIAL("the official file"),
    /** There is no published checksum; its size is the published one, or none is known. */
    NO_CHECKSUM("no published checksum"),
    /** There is no file. */
    MISSING("not there"),
    /** It has another size. */
    OTHER_SIZE("another size"),
    /** It has another checksum. */
    OTHER_CHECKSUM("another checksum");

    private final String phrase;

    State(String phrase) {
      this.phrase = phrase;
    }

    /** Returns it in words. */
    @Override
    public String toString() {
      return phrase;
    }
  }

  /**
   * Compares a file with what was published.
   *
   * @throws org.modaj.data.DataException if it is there but cannot be read
   */
  public static FileCheck of(OfficialFile official, Path file) {
    if (!Files.exists(file)) {
      return new FileCheck(State.MISSING, official.name(), "no file");
    }
    long bytes = DataFile.require(file, Long.MAX_VALUE, "");
    if (official.bytes() != OfficialFile.UNKNOWN && official.bytes() != bytes) {
      return new FileCheck(State.OTHER_SIZE, official.bytes() + " bytes", bytes + " bytes");
    }
    String algorithm = official.sha256() != null ? "SHA-256" : "MD5";
    String expected = official.sha256() != null ? official.sha256() : official.md5();
    if (expected == null) {
      return new FileCheck(State.NO_CHECKSUM, "no published checksum", bytes + " bytes");
    }
    String actual = digest(file, algorithm);
    return new FileCheck(
        actual.equals(expected.toLowerCase(Locale.ROOT)) ? State.OFFICIAL : State.OTHER_CHECKSUM,
        algorithm + " " + expected,
        algorithm + " " + actual);
  }

  /** Whether the file may be used as the official one. */
  public boolean isGood() {
    return state == State.OFFICIAL || state == State.NO_CHECKSUM;
  }

  private static String digest(Path file, String algorithm) {
    try (InputStream in = DataFile.open(file, Long.MAX_VALUE, "")) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw DataFile.unreadable(file.toString(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has " + algorithm, e);
    }
  }
}
