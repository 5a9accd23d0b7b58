package org.modaj.data.cifar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.ImageDataset;
import org.modaj.data.Normalization;

/**
 * CIFAR-10: 60,000 colour photographs of 32x32 pixels in ten classes (Krizhevsky, 2009).
 *
 * <p>It is read from the official binary version, either the archive {@code cifar-10-binary.tar.gz}
 * or the folder {@code cifar-10-batches-bin} extracted from it. The data folder given may contain
 * one of them, may be the extracted folder itself, or may be the archive; an extracted folder is
 * preferred, because it is read faster.
 */
public final class Cifar10 {
  static final String NAMES_FILE = "batches.meta.txt";
  static final String TEST_FILE = "test_batch.bin";
  static final List<String> TRAIN_FILES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin");

  private static final String NAME = "cifar10";
  private static final int OFFICIAL_RECORDS_PER_FILE = 10_000;
  private static final List<String> OFFICIAL_CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  /** The constants of the public implementation of MODA. */
  private static final Normalization NORMALIZATION =
      Normalization.of(
          new float[] {0.4914f, 0.4822f, 0.4465f}, new float[] {0.2471f, 0.2435f, 0.2616f});

  private Cifar10() {}

  /**
   * Reads both splits.
   *
   * @param dataDir the folder that has the archive or the extracted folder
   * @return 50,000 images to learn from, {@code "cifar10/train"}, and 10,000 to measure on, {@code
   *     "cifar10/test"}, in their official order
   * @throws DataException if files are missing, unreadable, truncated, damaged or of another format
   */
  public static DataSplit<ImageDataset> load(Path dataDir) {
    return load(dataDir, OFFICIAL_RECORDS_PER_FILE);
  }

  /** Reads the test split only; the rest as in {@link #load(Path)}. */
  public static ImageDataset loadTest(Path dataDir) {
    return loadTest(dataDir, OFFICIAL_RECORDS_PER_FILE);
  }

  static DataSplit<ImageDataset> load(Path dataDir, int recordsPerFile) {
    CifarRecords train = new CifarRecords(TRAIN_FILES, recordsPerFile);
    CifarRecords test = new CifarRecords(List.of(TEST_FILE), recordsPerFile);
    List<String> classNames = read(dataDir, List.of(train, test));
    return new DataSplit<>(dataset("train", train, classNames), dataset("test", test, classNames));
  }

  static ImageDataset loadTest(Path dataDir, int recordsPerFile) {
    CifarRecords test = new CifarRecords(List.of(TEST_FILE), recordsPerFile);
    return dataset("test", test, read(dataDir, List.of(test)));
  }

  /** Fills the parts and returns the class names. */
  private static List<String> read(Path dataDir, List<CifarRecords> parts) {
    Set<String> required = new HashSet<>();
    parts.forEach(part -> required.addAll(part.files()));
    ClassNames classNames = new ClassNames();
    CifarFiles.locate(dataDir)
        .readAll(
            required,
            NAMES_FILE,
            (file, where, bytes, in) -> {
              if (file.equals(NAMES_FILE)) {
                classNames.read(where, in);
              }
              for (CifarRecords part : parts) {
                if (part.files().contains(file)) {
                  part.read(file, where, bytes, in);
                }
              }
            });
    return classNames.names;
  }

  private static ImageDataset dataset(String split, CifarRecords part, List<String> classNames) {
    return ImageDataset.of(
        NAME + "/" + split,
        CifarRecords.SHAPE,
        part.pixels(),
        part.labels(),
        classNames,
        NORMALIZATION);
  }

  /** The class names: those in the file, one a line, or else the official ones. */
  private static final class ClassNames {
    private List<String> names = OFFICIAL_CLASS_NAMES;

    void read(String where, InputStream in) throws IOException {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      names = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
      if (names.size() != CifarRecords.CLASSES) {
        throw new DataException(
            where,
            Problem.CORRUPT,
            CifarRecords.CLASSES + " class names, one a line",
            names.size() + " names",
            "Is this the folder of another data set?");
      }
    }
  }
}
