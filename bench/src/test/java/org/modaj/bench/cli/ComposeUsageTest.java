package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong command lines of {@code modularize} and {@code compose}. */
class ComposeUsageTest {
  @TempDir Path dir;

  private CliRun compose(String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "compose";
    args[1] = SavedModels.whole(dir.resolve("model")).toString();
    args[2] = "--json";
    System.arraycopy(options, 0, args, 3, options.length);
    return CliRun.of(args);
  }

  @Test
  void aClassNameThatDoesNotExist() {
    compose("--classes", "disc,cat")
        .assertRefused(
            "compose", "--classes: unknown class \"cat\"; the classes of embedded are 0 disc, ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "-1", "99999999999999999999", "1.5", "Disc", "0;1"})
  void aClassThatIsOutOfRange(String word) {
    compose("--classes=" + word)
        .assertRefused("compose", "unknown class \"" + word + "\"", "9 checker");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "0,", " "})
  void aClassThatIsEmpty(String classes) {
    compose("--classes", classes).assertRefused("compose", "--classes: ", "0 disc");
  }

  @Test
  void noClasses() {
    compose().assertRefused("compose", "Missing required option: '--classes=CLASS[,CLASS...]'");
    compose("--classes")
        .assertRefused("compose", "Missing required parameter for option '--classes'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "-0.1", "NaN", "Infinity"})
  void aThresholdThatIsNoShare(String threshold) {
    String said = "--threshold must be in [0, 1], not " + threshold;

    compose("--classes", "0", "--threshold", threshold).assertRefused("compose", said);
    CliRun.of("modularize", "model", "--threshold", threshold).assertRefused("modularize", said);
  }

  @Test
  void optionsThatCannotBeRead() {
    CliRun.of("modularize", "model", "--threshold", "high")
        .assertRefused("modularize", "Invalid value for option '--threshold': 'high'");
    CliRun.of("modularize", "model", "--starved", "some")
        .assertRefused("modularize", "Invalid value for option '--starved'");
    CliRun.of("modularize", "model", "--threads", "0")
        .assertRefused("modularize", "--threads must be from 1 to 1024, not 0");
    CliRun.of("evaluate", "model", "--threads", "-2")
        .assertRefused("evaluate", "--threads must be from 1 to 1024, not -2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"modularize", "compose", "subtasks"})
  void anActivityRuleThatIsNone(String command) {
    String[] start = {command, "model", "--classes=0"};
    int used = command.equals("compose") ? 3 : 2;
    refused(start, used, "Invalid value for option '--activity'", "--activity=always");
    refused(start, used, "Invalid value for option '--epsilon'", "--epsilon=small");
    refused(start, used, "--epsilon must be in [0, 1], not 1.5", "--epsilon=1.5");
    refused(start, used, "--epsilon must be in [0, 1], not NaN", "--epsilon=NaN");
    refused(
        start,
        used,
        "--epsilon must be at least 0, not -0.1",
        "--activity=step-share",
        "--epsilon=-0.1");
  }

  private static void refused(String[] start, int used, String said, String... options) {
    String[] args = Arrays.copyOf(start, used + options.length);
    System.arraycopy(options, 0, args, used, options.length);
    CliRun.of(args).assertRefused(start[0], said);
  }

  @Test
  void kindsOfAdditionsThatDoNotExist() {
    compose("--classes", "0", "--adds", "both")
        .assertRefused("compose", "Invalid value for option '--adds'", "one of aligned, shared");
    compose("--classes", "0", "--adds")
        .assertRefused("compose", "Missing required parameter for option '--adds'");
    compose("--classes", "0", "--fold=perhaps")
        .assertRefused("compose", "Invalid value for option '--fold'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "modularize"})
  void noCheckpoint(String command) {
    CliRun.of(command).assertRefused(command, "Missing required parameter: 'CHECKPOINT'");
    CliRun.of(command, "a", "b").assertRefused(command, "Unmatched argument at index 2: 'b'");
  }

  @Test
  void anOutputThatCannotBeWrittenIsFoundOutBeforeTheWork() throws IOException {
    Path inFile = Files.writeString(dir.resolve("file"), "mine").resolve("out");
    Path inNothing = dir.resolve("no such folder/out");

    compose("--classes", "0", "--out", inFile.toString()).assertFailed("cannot write " + inFile);
    compose("--classes", "0", "--out", inNothing.toString())
        .assertFailed("cannot write " + inNothing + ": its folder does not exist");
    CliRun run = compose("--classes", "0", "--out", dir.toString());
    run.assertFailed("cannot write " + dir + ": it is a folder. Name a file in it.");
    assertThat(run.err()).doesNotContain("measuring");
  }
}
