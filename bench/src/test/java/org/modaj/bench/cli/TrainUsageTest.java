package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines of {@code train} that cannot be meant: refused before anything is read. */
class TrainUsageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --model resnet99   | --model: unknown "resnet99"; one of
          --model            | Missing required parameter for option '--model'
          --data moons       | --data: unknown "moons"; one of
          --method sgd       | Invalid value for option '--method'
          --width -1         | --width must be above 0 and at most 16, not -1.0
          --width 0          | --width must be above 0 and at most 16, not 0.0
          --width 17         | --width must be above 0 and at most 16, not 17.0
          --width NaN        | --width must be above 0 and at most 16, not NaN
          --width wide       | Invalid value for option '--width': 'wide' is not a double
          --epochs 0         | --epochs must be at least 1, not 0
          --epochs -3        | --epochs must be at least 1, not -3
          --epochs 1.5       | Invalid value for option '--epochs': '1.5' is not an int
          --batch 1          | --batch must be at least 2, not 1
          --lr nan           | Invalid value for option '--lr': 'nan' is not a double
          --lr NaN           | --lr must be above 0 and below 1000000, not NaN
          --lr 0             | --lr must be above 0 and below 1000000, not 0.0
          --lr -0.1          | --lr must be above 0 and below 1000000, not -0.1
          --lr Infinity      | --lr must be above 0 and below 1000000, not Infinity
          --alpha -1         | --alpha must be at least 0 and below 1000000, not -1.0
          --beta NaN         | --beta must be at least 0 and below 1000000, not NaN
          --gamma Infinity   | --gamma must be at least 0 and below 1000000, not Infinity
          --seed one         | Invalid value for option '--seed': 'one' is not a long
          --threads 0        | --threads must be from 1 to 1024, not 0
          --threads 100000   | --threads must be from 1 to 1024, not 100000
          --limit 63         | --limit must be at least one batch of 64, not 63
          --limit -1         | --limit must be at least one batch of 64, not -1
          --limit 8001       | --limit must be at most 8000, the number of training images of
          --classes 3        | --classes must name at least two classes, not 3
          --classes 0,10     | --classes: unknown class "10"; the classes of embedded are 0 disc
          --classes 1-3,2    | --classes: class 2 (
          --validation 2     | --validation must be above 0 and below 1, not 2.0
          --validation 0     | --validation must be above 0 and below 1, not 0.0
          --validation NaN   | --validation must be above 0 and below 1, not NaN
          --resume           | --resume needs --out DIR, the folder of the checkpoint
          --overwrite        | --overwrite needs --out DIR, the folder of the checkpoint
          --data cifar10     | the data set cifar10 needs --data-dir DIR, the folder with cifar-10
          --fast             | Unknown option: '--fast'
          everything         | Unmatched argument at index
          """)
  void aWrongOptionIsNamedWithWhatItMayBe(String options, String message) {
    List<String> args = new ArrayList<>(List.of("train", "--json"));
    if (!options.startsWith("--batch")) {
      args.addAll(List.of("--batch", "64"));
    }
    args.addAll(List.of(options.split(" ")));

    CliRun.of(args.toArray(String[]::new)).assertRefused("train", message);
  }

  @Test
  void resumingAndOverwritingAtOnceIsRefused(@TempDir Path dir) {
    CliRun.of("train", "--resume", "--overwrite", "--out", dir.toString())
        .assertRefused("train", "--resume goes on", "--overwrite replaces", "give one of them");
  }

  @Test
  void wrongUsageLeavesNoFolderBehind(@TempDir Path dir) {
    Path out = dir.resolve("out");

    CliRun.of("train", "--epochs", "0", "--out", out.toString())
        .assertRefused("train", "--epochs must be at least 1, not 0");

    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "train --batch 1000000000 | --batch must be at most 65536, not 1000000000",
        "step lenet5 --batch 1000000000 | --batch must be at most 65536, not 1000000000",
        "train --method foo | expected one of st, moda, but was 'foo'",
        "modularize x --starved all | expected one of largest, minimal, but was 'all'",
        "compose x --classes 0 --adds no | expected one of aligned, shared, artifact, but was 'no'",
        "compose x --classes 0 --activity no | expected one of relative-mean, step-share, but was",
        "replace --variant no | expected one of moda, cnnsplitter, cnnsplitter-calibrated, but was"
      })
  void numbersThatAreAbsurdAndChoicesThatDoNotExist(String args, String problem) {
    String[] words = args.split(" ");

    CliRun.of(words).assertRefused(words[0], problem);
  }

  @Test
  void choicesMayBeInCapitals() {
    CliRun.of("train", "--method", "ST", "--epochs", "0").assertRefused("train", "--epochs must");
  }
}
