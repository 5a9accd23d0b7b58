package org.modaj.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set that can be had by name: what it is, which official files it is read from, and how.
 *
 * <p>A new one is a class that implements this and a line in {@code DataCatalog}.
 */
public interface DataSource {
  /** Returns its name on the command line, such as {@code "cifar10"}. */
  String name();

  /** What its samples are. */
  SampleKind kind();

  /** Returns what it is, in one line. */
  String description();

  /** Returns what its folder holds, in words; null for one that is generated. */
  @Nullable String layout();

  /** Returns the official files that can be downloaded; none by default. */
  default List<OfficialFile> files() {
    return List.of();
  }

  /**
   * Returns the folder, below the one that a user names, where downloaded files go; empty for that
   * folder itself.
   */
  default String folder() {
    return "";
  }

  /**
   * Reads or generates it.
   *
   * @throws DataException if files are missing, unreadable, damaged or of another format
   */
  DataSplit load(ReadOptions options);

  /** Reads the test split only; the rest as in {@link #load}. */
  default LabelledDataset loadTest(ReadOptions options) {
    return load(options).test();
  }
}
