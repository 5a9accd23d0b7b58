package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.experiment.TrainingRun;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;

/** Trainings that cannot be done because of what is, or is not, on the disk. */
class TrainFailuresTest {
  private static final int CIFAR_FILE_BYTES = 10_000 * 3073;

  @TempDir Path dir;

  private static CliRun train(String... args) {
    String[] tiny = {
      "train", "--json", "--model", "lenet5", "--epochs", "1", "--limit", "64", "--batch", "32"
    };
    String[] all = Arrays.copyOf(tiny, tiny.length + args.length);
    System.arraycopy(args, 0, all, tiny.length, args.length);
    return CliRun.of(all);
  }

  private static CliRun trainOnCifar(Path dataDir) {
    return train("--data", "cifar10", "--data-dir", dataDir.toString());
  }

  @Test
  void aDataFolderThatDoesNotExist() {
    Path missing = dir.resolve("missing");

    trainOnCifar(missing)
        .assertFailed(missing + ": not found; expected cifar-10-binary.tar.gz", "no such folder");
  }

  @Test
  void aDataFolderWithoutTheData() {
    trainOnCifar(dir)
        .assertFailed(dir + ": not found", "a folder with neither", "and put it there");
  }

  @Test
  void anArchiveThatEndsTooEarly() throws IOException {
    byte[] archive = archiveOfOneFile();
    Path file = dir.resolve("cifar-10-binary.tar.gz");
    Files.write(file, Arrays.copyOf(archive, archive.length / 2));

    trainOnCifar(dir)
        .assertFailed(
            file + ": ends too early",
            "its end after " + archive.length / 2 + " bytes",
            "download it again");
  }

  @Test
  void anArchiveWithoutTheOtherFiles() throws IOException {
    Files.write(dir.resolve("cifar-10-binary.tar.gz"), archiveOfOneFile());

    trainOnCifar(dir).assertFailed("not found; expected an archive with data_batch_2.bin");
  }

  @Test
  void anExtractedFileThatIsTooShort() throws IOException {
    Path folder = Files.createDirectories(dir.resolve("cifar-10-batches-bin"));
    Files.write(folder.resolve("data_batch_1.bin"), new byte[3073]);

    trainOnCifar(dir)
        .assertFailed(
            folder.resolve("data_batch_1.bin") + ": ends too early",
            "30730000 bytes",
            "3073 bytes (1 records)");
  }

  @Test
  void anOutputFolderThatIsAFile() throws IOException {
    Path file = Files.writeString(dir.resolve("out"), "mine");

    train("--out", file.toString())
        .assertFailed("cannot write " + file + ": it is a file. Name a folder");
    assertThat(file).hasContent("mine");
  }

  @Test
  void anOutputFolderBelowAFile() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "mine");
    Path out = file.resolve("out");

    train("--out", out.toString()).assertFailed("cannot write " + out);
  }

  @Test
  void aCheckpointInTheOutputFolderThatIsAFolder() throws IOException {
    Path inTheWay = Files.createDirectory(dir.resolve(TrainingRun.CHECKPOINT));

    train("--out", dir.toString()).assertFailed("cannot write " + inTheWay + ": it is a folder");
  }

  @Test
  void aCheckpointThatIsThereAlreadyIsKeptUnlessOneSaysOtherwise() throws IOException {
    String out = dir.toString();
    Path file = dir.resolve(TrainingRun.CHECKPOINT);
    String first = train("--out", out, "--seed", "5").json().get("weights_sha256").getAsString();
    byte[] saved = Files.readAllBytes(file);

    for (String seed : new String[] {"5", "6"}) {
      train("--out", out, "--seed", seed)
          .assertFailed(file + " is there already", "--resume", "--overwrite", "another folder");
    }
    assertThat(file).hasBinaryContent(saved);

    String second =
        train("--out", out, "--seed", "6", "--overwrite")
            .json()
            .get("weights_sha256")
            .getAsString();
    assertThat(second).isNotEqualTo(first);
    assertThat(SavedModel.open(file).network().sha256()).isEqualTo(second);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          classes     | [null,"b"]
          classes     | null
          class_names | null
          class_names | [null,null,null,null,null,null,null,null,null,null]
          class_names | {
          targets     | [0,1,2,3,4,5,6,7,9,8]
          """)
  void classesThatWereChangedAreNotGoneOnWith(String entry, String value) throws IOException {
    String out = dir.toString();
    assertThat(train("--method", "st", "--out", out).code()).isZero();
    Path file = dir.resolve(TrainingRun.CHECKPOINT);
    SafeTensorsFile content = SafeTensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    assertThat(metadata).containsKey(entry);
    metadata.put(entry, value);
    SafeTensors.write(file, SafeTensorsFile.of(content.tensors(), metadata));
    byte[] before = Files.readAllBytes(file);

    train("--method", "st", "--out", out, "--resume")
        .assertFailed(file + " says " + entry + " " + value, "restore it from a copy");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void nothingToResume() {
    Path out = dir.resolve("out");

    train("--resume", "--out", out.toString())
        .assertFailed(
            "there is no training to resume: " + out.resolve(TrainingRun.CHECKPOINT),
            "leave out --resume");
    assertThat(out).doesNotExist();
  }

  @Test
  void resumingWhatIsNoTraining() {
    SavedModels.whole(dir.resolve(TrainingRun.CHECKPOINT));

    train("--resume", "--out", dir.toString())
        .assertFailed(dir.resolve(TrainingRun.CHECKPOINT) + " is of another training");
  }

  @Test
  void resumingWithOtherSettings() {
    String out = dir.toString();
    train("--out", out, "--seed", "5").json();

    train("--resume", "--out", out, "--seed", "6")
        .assertFailed("is of another training", "\"seed\":5", "give its settings");
    train("--resume", "--out", out, "--seed", "5", "--validation", "0.5")
        .assertFailed("is of another training", "give its settings");
  }

  @Test
  void tooFewImagesToHoldOut() {
    train("--validation", "0.01")
        .assertFailed("a fraction that holds out at least one image", "Take a larger fraction");
  }

  /** The archive's official layout, with one file of black images only. */
  private static byte[] archiveOfOneFile() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      TarArchiveEntry entry = new TarArchiveEntry("cifar-10-batches-bin/data_batch_1.bin");
      entry.setSize(CIFAR_FILE_BYTES);
      tar.putArchiveEntry(entry);
      tar.write(new byte[CIFAR_FILE_BYTES]);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }
}
