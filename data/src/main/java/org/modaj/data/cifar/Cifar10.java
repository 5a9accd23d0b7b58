package org.modaj.data.cifar;

import java.nio.file.Path;
import java.util.List;
import org.modaj.data.DataException;
import org.modaj.data.DataSource;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.data.Normalization;
import org.modaj.data.OfficialFile;
import org.modaj.data.ReadOptions;
import org.modaj.data.SampleKind;

/**
 * CIFAR-10: 60,000 colour photographs of 32x32 pixels in ten classes (Krizhevsky, 2009).
 *
 * <p>It is read from the official binary version, either the archive {@code cifar-10-binary.tar.gz}
 * or the folder {@code cifar-10-batches-bin} extracted from it. The data folder given may contain
 * one of them, may be the extracted folder itself, or may be the archive; an extracted folder is
 * preferred, because it is read faster.
 */
public final class Cifar10 implements DataSource {
  static final String NAMES_FILE = "batches.meta.txt";
  static final String TEST_FILE = "test_batch.bin";
  static final List<String> TRAIN_FILES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin");

  private static final int OFFICIAL_RECORDS_PER_FILE = 10_000;
  private static final long ARCHIVE_BYTES = 170_052_171;
  private static final List<String> OFFICIAL_CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final CifarFormat FORMAT =
      new CifarFormat(
          "CIFAR-10",
          "cifar-10-binary.tar.gz",
          "cifar-10-batches-bin",
          TRAIN_FILES,
          TEST_FILE,
          List.of(new CifarFormat.Label(10, NAMES_FILE, OFFICIAL_CLASS_NAMES)));

  /** With the constants of the public implementation of MODA. */
  private static final CifarReader READER =
      new CifarReader(
          "cifar10",
          FORMAT,
          0,
          Normalization.of(
              new float[] {0.4914f, 0.4822f, 0.4465f}, new float[] {0.2471f, 0.2435f, 0.2616f}));

  /** Creates the source. */
  public Cifar10() {}

  /**
   * Reads both splits.
   *
   * @param dataDir the folder that has the archive or the extracted folder
   * @return 50,000 images to learn from, {@code "cifar10/train"}, and 10,000 to measure on, {@code
   *     "cifar10/test"}, in their official order
   * @throws DataException if files are missing, unreadable, truncated, damaged or of another format
   */
  public static DataSplit load(Path dataDir) {
    return load(dataDir, OFFICIAL_RECORDS_PER_FILE);
  }

  /** Reads the test split only; the rest as in {@link #load(Path)}. */
  public static LabelledDataset loadTest(Path dataDir) {
    return loadTest(dataDir, OFFICIAL_RECORDS_PER_FILE);
  }

  static DataSplit load(Path dataDir, int recordsPerFile) {
    return READER.load(dataDir, recordsPerFile);
  }

  static LabelledDataset loadTest(Path dataDir, int recordsPerFile) {
    return READER.loadTest(dataDir, recordsPerFile);
  }

  @Override
  public String name() {
    return READER.name();
  }

  @Override
  public SampleKind kind() {
    return SampleKind.IMAGES;
  }

  @Override
  public String description() {
    return "60,000 colour photographs of 32x32 pixels in 10 classes";
  }

  @Override
  public String layout() {
    return "cifar-10-binary.tar.gz or what was extracted from it";
  }

  @Override
  public List<OfficialFile> files() {
    return List.of(
        new OfficialFile(
            FORMAT.archive(),
            List.of(FORMAT.address()),
            ARCHIVE_BYTES,
            null,
            "c32a1d4ab5d03f1284b67883e8d87530"));
  }

  @Override
  public DataSplit load(ReadOptions options) {
    return load(options.requireFolder(name(), layout()));
  }

  @Override
  public LabelledDataset loadTest(ReadOptions options) {
    return loadTest(options.requireFolder(name(), layout()));
  }
}
