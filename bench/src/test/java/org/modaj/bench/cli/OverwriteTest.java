package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.bench.NamedPipe;

/** The one rule of all commands that write: an input never, what is there only when asked for. */
class OverwriteTest {
  @TempDir Path dir;
  private Path checkpoint;
  private byte[] before;

  @BeforeEach
  void save() throws IOException {
    checkpoint = SavedModels.whole(dir.resolve("checkpoint.safetensors"));
    before = Files.readAllBytes(checkpoint);
  }

  private static CliRun write(String command, Path checkpoint, Path out, String... more) {
    List<String> args = new ArrayList<>(List.of(command, checkpoint.toString()));
    if (command.equals("compose")) {
      args.addAll(List.of("--classes", "0,1"));
    }
    args.addAll(List.of("--out", out.toString()));
    args.addAll(List.of(more));
    return CliRun.of(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"modularize", "compose"})
  void anInputIsNeverWrittenWhateverItIsCalled(String command) throws IOException {
    Path folder = Files.createDirectory(dir.resolve("folder"));
    List<Path> names =
        List.of(
            checkpoint,
            folder.resolve("../checkpoint.safetensors"),
            Files.createSymbolicLink(dir.resolve("soft"), checkpoint),
            Files.createLink(dir.resolve("hard"), checkpoint),
            Files.createSymbolicLink(dir.resolve("same"), dir).resolve("checkpoint.safetensors"));
    for (Path out : names) {
      write(command, checkpoint, out).assertRefused(command, "the output " + out + " is the input");
      write(command, checkpoint, out, "--overwrite").assertRefused(command, "is the input");
    }
    assertThat(checkpoint).hasBinaryContent(before);
    assertThat(dir.toFile().list())
        .containsExactlyInAnyOrder("checkpoint.safetensors", "folder", "soft", "hard", "same");
  }

  @Test
  void theModulesAreAnInputToo() throws IOException {
    Path modules = Files.copy(checkpoint, dir.resolve("modules"));

    write("compose", checkpoint, modules, "--modules", modules.toString(), "--overwrite")
        .assertRefused("compose", "is the input " + modules);
    assertThat(modules).hasBinaryContent(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"modularize", "compose"})
  void whatIsThereIsKept(String command) throws IOException {
    Path out = Files.writeString(dir.resolve("out"), "mine");

    write(command, checkpoint, out)
        .assertFailed(out + " is there already; add --overwrite to replace it");
    assertThat(out).hasContent("mine");
  }

  @Test
  void whatIsBesideTheCheckpointIsKeptToo() throws IOException {
    Path out = Files.writeString(dir.resolve("checkpoint.modules.safetensors"), "mine");

    CliRun.of("modularize", checkpoint.toString())
        .assertFailed(out + " is there already; add --overwrite");
    assertThat(out).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"modularize", "compose"})
  void onlyRegularFilesAreReplaced(String command) throws Exception {
    Path pipe = dir.resolve("pipe");
    NamedPipe.at(pipe);

    write(command, checkpoint, pipe, "--overwrite")
        .assertFailed("cannot write " + pipe, "only regular files are replaced");
    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThat(Files.exists(pipe)).isTrue();
    write(command, checkpoint, dir, "--overwrite").assertFailed("it is a folder");
    CliRun.of("train", "--model=lenet5", "--method=st", "--out=" + pipe)
        .assertFailed("cannot write " + pipe + ": it is a pipe, socket or device. Name a folder");
  }

  @Test
  void dataFilesAreInputs() throws IOException {
    Path data = Files.createDirectory(dir.resolve("data"));
    Path file = Files.writeString(data.resolve("data_batch_1.bin"), "pictures");

    write("compose", checkpoint, file, "--data-dir", data.toString(), "--overwrite")
        .assertRefused("compose", "is a file in --data-dir that this program has not written");
    assertThat(file).hasContent("pictures");
  }

  @Test
  void aReportOfKernelsIsKeptToo() throws IOException {
    Path report = Files.writeString(dir.resolve("report.json"), KERNELS);

    CliRun.of("kernels", "gemm", "--out", report.toString(), "--compare", report.toString())
        .assertRefused("kernels", "is the input " + report);
    CliRun.of("kernels", "gemm", "--out", report.toString())
        .assertFailed(report + " is there already");
    assertThat(report).hasContent(KERNELS);
  }

  private static final String KERNELS =
      "{\"command\":\"kernels\",\"peaks\":[{\"fma_gflops\":1,\"triad_gbytes\":1}],\"results\":[]}";

  @ParameterizedTest
  @ValueSource(strings = {"train", "compose", "modularize", "replace", "kernels"})
  void anEmptyNameIsRefused(String command) {
    CliRun.of(command, "--out", "")
        .assertRefused(
            command, "Invalid value for option '--out': the name of a file or folder is empty");
  }
}
