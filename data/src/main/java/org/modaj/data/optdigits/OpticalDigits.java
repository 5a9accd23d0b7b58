package org.modaj.data.optdigits;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSource;
import org.modaj.data.DataSplit;
import org.modaj.data.ImageShape;
import org.modaj.data.LabelledDataset;
import org.modaj.data.Normalization;
import org.modaj.data.OfficialFile;
import org.modaj.data.ReadOptions;
import org.modaj.data.SampleKind;
import org.modaj.data.file.DataFile;

/**
 * Optical recognition of handwritten digits: 5,620 grey images of 8x8 pixels (Alpaydin and Kaynak
 * 1998, UCI Machine Learning Repository).
 *
 * <p>It is read from the official files {@code optdigits.tra} and {@code optdigits.tes}, in a
 * folder of their own or in {@code optdigits} below it: a line has 64 values 0 .. 16 and the digit,
 * with commas between them. Value v becomes the pixel {@code round(v * 255 / 16)}. A file may have
 * at most 16 MiB; the official ones have less than 600 kB.
 */
public final class OpticalDigits implements DataSource {
  private static final String NAME = "optdigits";
  private static final ImageShape SHAPE = new ImageShape(8, 8, 1);
  private static final int CLASSES = 10;
  private static final int MOST_BYTES = 16 << 20;
  private static final int MOST_INK = 16;
  private static final float WHITE = 255;
  private static final String ADDRESS =
      "https://archive.ics.uci.edu/ml/machine-learning-databases/optdigits/";

  /** Measured on the training images. */
  private static final Normalization NORMALIZATION =
      Normalization.of(new float[] {0.3078f}, new float[] {0.3771f});

  /** Creates the source. */
  public OpticalDigits() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SampleKind kind() {
    return SampleKind.IMAGES;
  }

  @Override
  public String description() {
    return "5,620 grey images of 8x8 pixels: handwritten digits";
  }

  @Override
  public String layout() {
    return "optdigits.tra and optdigits.tes";
  }

  @Override
  public String folder() {
    return NAME;
  }

  @Override
  public List<OfficialFile> files() {
    return Stream.of("optdigits.tra", "optdigits.tes")
        .map(f -> new OfficialFile(f, List.of(ADDRESS + f), OfficialFile.UNKNOWN, null, null))
        .toList();
  }

  @Override
  public DataSplit load(ReadOptions options) {
    Path folder = locate(options);
    return new DataSplit(
        NAME, read(folder, "train", "optdigits.tra"), read(folder, "test", "optdigits.tes"));
  }

  private Path locate(ReadOptions options) {
    Path dataDir = options.requireFolder(NAME, layout());
    return Stream.of(dataDir.resolve(NAME), dataDir)
        .filter(folder -> Files.exists(folder.resolve("optdigits.tra")))
        .findFirst()
        .orElseThrow(() ->
            new DataException(
                dataDir.toString(),
                Problem.MISSING,
                layout() + ", here or in " + NAME,
                Files.isDirectory(dataDir) ? "a folder without" : "no such folder",
                "Download them with: data fetch " + NAME));
  }

  private static LabelledDataset read(Path folder, String split, String name) {
    Path file = folder.resolve(name);
    byte[] text = DataFile.readAll(file, MOST_BYTES, "Download it with: data fetch " + NAME);
    List<String> lines =
        new String(text, StandardCharsets.ISO_8859_1).lines().filter(l -> !l.isBlank()).toList();
    if (lines.isEmpty()) {
      throw new DataException(
          file.toString(), Problem.EMPTY, "a line for each image", "none", "Download it again.");
    }
    byte[] pixels = new byte[lines.size() * SHAPE.size()];
    int[] labels = new int[lines.size()];
    for (int i = 0; i < labels.length; i++) {
      String[] words = lines.get(i).strip().split(",", -1);
      if (words.length != SHAPE.size() + 1) {
        throw new DataException(
            file.toString(),
            i == labels.length - 1 && words.length <= SHAPE.size()
                ? Problem.TRUNCATED
                : Problem.CORRUPT,
            "65 numbers in each line",
            words.length + " in line " + (i + 1),
            "Download it again.");
      }
      for (int p = 0; p < SHAPE.size(); p++) {
        int ink = number(file, words[p], MOST_INK, i);
        pixels[i * SHAPE.size() + p] = (byte) Math.round(ink * WHITE / MOST_INK);
      }
      labels[i] = number(file, words[SHAPE.size()], CLASSES - 1, i);
    }
    return LabelledDataset.images(NAME + "/" + split, SHAPE, pixels, NORMALIZATION)
        .classes(labels, IntStream.range(0, CLASSES).mapToObj(String::valueOf).toList())
        .build();
  }

  private static int number(Path file, String word, int most, int line) {
    String digits = word.strip();
    int value = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
    if (value < 0 || value > most) {
      throw new DataException(
          file.toString(),
          most < MOST_INK ? Problem.BAD_LABEL : Problem.CORRUPT,
          "a number 0 .. " + most,
          "\""
              + (digits.length() > 40 ? digits.substring(0, 40) + "…" : digits)
              + "\" in line "
              + (line + 1),
          "Download it again.");
    }
    return value;
  }
}
