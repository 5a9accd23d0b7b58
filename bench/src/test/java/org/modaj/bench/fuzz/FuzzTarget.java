package org.modaj.bench.fuzz;

import java.nio.file.Path;
import java.util.List;

/**
 * A reader of files, good files of its kind, and what it promises for bad ones.
 *
 * @param name of the reader
 * @param file the file that is damaged, which the reader is given or finds in a folder
 * @param good contents of good files
 * @param damage makes a bad content of a good one
 * @param reader reads the file
 * @param documented exceptions that may come instead of a result
 * @param fixedBytes that reading may allocate whatever the file has
 * @param bytesPerByte that reading may allocate for each byte of the file
 */
record FuzzTarget(
    String name,
    Path file,
    List<byte[]> good,
    Damage damage,
    Reader reader,
    List<Class<? extends Throwable>> documented,
    long fixedBytes,
    long bytesPerByte) {

  /** Reads a file; the result does not matter. */
  @FunctionalInterface
  interface Reader {
    void read(Path file) throws Throwable;
  }

  /** Damages the content of a good file. */
  @FunctionalInterface
  interface Damage {
    byte[] of(byte[] good, Mutations mutations) throws Exception;
  }

  /** Damage of any bytes. */
  static Damage ofBytes() {
    return (good, mutations) -> mutations.of(good);
  }

  boolean documents(Throwable failure) {
    return documented.stream().anyMatch(type -> type.isInstance(failure));
  }
}
