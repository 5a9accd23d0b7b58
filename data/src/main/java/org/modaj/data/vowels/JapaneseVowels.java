package org.modaj.data.vowels;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSource;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.data.OfficialFile;
import org.modaj.data.ReadOptions;
import org.modaj.data.SampleKind;
import org.modaj.data.SequenceSamples;

/**
 * Japanese Vowels: 640 utterances of the vowels /ae/ by nine male speakers, each a series of 7 to
 * 29 steps of 12 LPC cepstrum coefficients; the class is the speaker (Kudo, Toyama and Shimbo 1999,
 * UCI Machine Learning Repository).
 *
 * <p>It is read from the official files {@code ae.train}, {@code ae.test}, {@code size_ae.train}
 * and {@code size_ae.test}, in a folder of their own or in {@code japanese-vowels} below it. The
 * sizes files have the number of utterances of each speaker; in the others a line is a step, and an
 * empty line ends each utterance.
 */
public final class JapaneseVowels implements DataSource {
  static final String FOLDER = "japanese-vowels";
  static final int COEFFICIENTS = 12;
  static final int SPEAKERS = 9;

  private static final String NAME = "japanese-vowels";
  private static final String ADDRESS = "https://archive.ics.uci.edu/dataset/128/japanese+vowels";
  private static final List<String> CLASS_NAMES =
      IntStream.rangeClosed(1, SPEAKERS).mapToObj(speaker -> "speaker" + speaker).toList();

  private static final String FILES_ADDRESS =
      "https://archive.ics.uci.edu/ml/machine-learning-databases/JapaneseVowels-mld/";
  private static final String[] FILES = {"ae.train", "ae.test", "size_ae.train", "size_ae.test"};

  /** Creates the source. */
  public JapaneseVowels() {}

  /**
   * Reads both splits; they are standardized by the training split.
   *
   * @param dataDir the folder that has the files, or the folder above it
   * @return 270 utterances to learn from, 30 of each speaker, {@code "japanese-vowels/train"}, and
   *     370 to measure on, {@code "japanese-vowels/test"}, in their official order
   * @throws DataException if files are missing, unreadable, truncated, damaged or of another format
   */
  public static DataSplit load(Path dataDir) {
    Path folder = locate(dataDir);
    Part train = read(folder, "train");
    Part test = read(folder, "test");
    SequenceSamples standardized = train.samples().with(train.samples().measured());
    return new DataSplit(
        NAME,
        dataset("train", standardized, train.labels()),
        dataset("test", test.samples().with(standardized.scaling()), test.labels()));
  }

  private record Part(SequenceSamples samples, int[] labels) {}

  private static LabelledDataset dataset(String split, SequenceSamples samples, int[] labels) {
    return LabelledDataset.of(NAME + "/" + split, samples).classes(labels, CLASS_NAMES).build();
  }

  private static Part read(Path folder, String split) {
    int[] sizes = UtteranceFiles.sizes(existing(folder, "size_ae." + split), SPEAKERS);
    int[] labels =
        IntStream.range(0, SPEAKERS)
            .flatMap(speaker -> IntStream.range(0, sizes[speaker]).map(k -> speaker))
            .toArray();
    UtteranceFiles.Utterances utterances =
        UtteranceFiles.utterances(existing(folder, "ae." + split), COEFFICIENTS, labels.length);
    return new Part(
        SequenceSamples.of(
            NAME + "/" + split, utterances.values(), COEFFICIENTS, utterances.lengths()),
        labels);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SampleKind kind() {
    return SampleKind.SEQUENCES;
  }

  @Override
  public String description() {
    return "640 utterances of a vowel by 9 speakers, 7 to 29 steps of 12 features";
  }

  @Override
  public String layout() {
    return "ae.train, ae.test, size_ae.train and size_ae.test";
  }

  @Override
  public List<OfficialFile> files() {
    return Arrays.stream(FILES)
        .map(file ->
            new OfficialFile(file, List.of(FILES_ADDRESS + file), OfficialFile.UNKNOWN, null, null))
        .toList();
  }

  @Override
  public String folder() {
    return FOLDER;
  }

  @Override
  public DataSplit load(ReadOptions options) {
    return load(options.requireFolder(NAME, layout()));
  }

  private static Path locate(Path dataDir) {
    return Stream.of(dataDir, dataDir.resolve(FOLDER))
        .filter(folder -> Files.exists(folder.resolve("ae.train")))
        .findFirst()
        .orElseThrow(() ->
            new DataException(
                dataDir.toString(),
                Problem.MISSING,
                "ae.train, ae.test, size_ae.train and size_ae.test, here or in " + FOLDER,
                Files.isDirectory(dataDir) ? "a folder without ae.train" : "no such folder",
                "Download " + ADDRESS + " and extract it there."));
  }

  private static Path existing(Path folder, String file) {
    Path path = folder.resolve(file);
    if (!Files.exists(path)) {
      throw new DataException(
          path.toString(),
          Problem.MISSING,
          "a file",
          "a folder without it",
          "Download " + ADDRESS + " again.");
    }
    return path;
  }
}
