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
 * CIFAR-100: 60,000 colour photographs of 32x32 pixels in 100 fine classes, which are grouped in 20
 * coarse ones (Krizhevsky, 2009).
 *
 * <p>It is read from the official binary version, either the archive {@code
 * cifar-100-binary.tar.gz} or the folder {@code cifar-100-binary} extracted from it. The number of
 * images is told by the length of the files, so that subsets in the same format are read too.
 */
public final class Cifar100 implements DataSource {
  private static final long ARCHIVE_BYTES = 168_513_733;
  private static final int COARSE_CLASSES = 20;
  private static final int FINE_CLASSES = 100;

  private static final CifarFormat FORMAT =
      new CifarFormat(
          "CIFAR-100",
          "cifar-100-binary.tar.gz",
          "cifar-100-binary",
          List.of("train.bin"),
          "test.bin",
          List.of(
              new CifarFormat.Label(COARSE_CLASSES, "coarse_label_names.txt", Cifar100Names.COARSE),
              new CifarFormat.Label(FINE_CLASSES, "fine_label_names.txt", Cifar100Names.FINE)));

  /** With the constants of the public implementation of MODA. */
  private static final Normalization NORMALIZATION =
      Normalization.of(
          new float[] {0.5071f, 0.4867f, 0.4408f}, new float[] {0.2675f, 0.2565f, 0.2761f});

  /** Which of the two labels is learned. */
  public enum Labels {
    /** The 20 groups. */
    COARSE,
    /** The 100 classes. */
    FINE
  }

  private final CifarReader reader;

  /** Creates the source for one of the two labels. */
  public Cifar100(Labels labels) {
    String name = labels == Labels.FINE ? "cifar100" : "cifar100-coarse";
    reader = new CifarReader(name, FORMAT, labels.ordinal(), NORMALIZATION);
  }

  /**
   * Reads both splits.
   *
   * @param dataDir the folder that has the archive or the extracted folder, or one of these
   * @return officially 50,000 images to learn from, and 10,000 to measure on, in their order
   * @throws DataException if files are missing, unreadable, truncated, damaged or of another format
   */
  public DataSplit load(Path dataDir) {
    return reader.load(dataDir, CifarRecords.BY_LENGTH);
  }

  @Override
  public String name() {
    return reader.name();
  }

  @Override
  public SampleKind kind() {
    return SampleKind.IMAGES;
  }

  @Override
  public String description() {
    return "60,000 colour photographs of 32x32 pixels in "
        + FORMAT.labels().get(reader.label()).classes()
        + " classes";
  }

  @Override
  public String layout() {
    return "cifar-100-binary.tar.gz or what was extracted from it";
  }

  @Override
  public List<OfficialFile> files() {
    return List.of(
        new OfficialFile(
            FORMAT.archive(),
            List.of(FORMAT.address()),
            ARCHIVE_BYTES,
            null,
            "03b5dce01913d631647c71ecec9e9cb8"));
  }

  @Override
  public DataSplit load(ReadOptions options) {
    return load(options.requireFolder(name(), layout()));
  }

  @Override
  public LabelledDataset loadTest(ReadOptions options) {
    return reader.loadTest(options.requireFolder(name(), layout()), CifarRecords.BY_LENGTH);
  }
}
