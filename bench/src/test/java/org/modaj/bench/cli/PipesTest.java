package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.bench.NamedPipe;
import org.modaj.bench.experiment.DataSets;
import org.modaj.interop.onnx.OnnxImport;
import org.modaj.interop.torch.StateDict;

/**
 * A named pipe takes the place of each file and folder. Nobody writes into it. A command that opens
 * it waits without end, and only then the timeout fails the test.
 */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class PipesTest {
  @TempDir Path dir;
  private Path pipe;

  @BeforeEach
  void makeThePipe() throws InterruptedException {
    pipe = dir.resolve("pipe");
    NamedPipe.at(pipe);
  }

  @Test
  void dataSets() {
    for (String name : DataSets.names()) {
      if (DataSets.files(name) != null) {
        for (String command : List.of("verify", "preview")) {
          List<String> words = new ArrayList<>(List.of("data", command, name));
          words.add("--data-dir=" + pipe);
          if (command.equals("preview")) {
            words.add("--out=" + dir.resolve("sheet.png"));
          }
          CliRun.of(words.toArray(String[]::new)).assertFailed(pipe.toString());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evaluate PIPE",
        "evaluate PIPE/x",
        "modularize PIPE",
        "modularize MODEL --out=PIPE",
        "modularize MODEL --out=PIPE/x",
        "compose PIPE --classes=0,1",
        "compose MODEL --classes=0,1 --modules=PIPE",
        "compose MODEL PIPE --out=DIR/x",
        "subtasks PIPE",
        "subtasks MODEL --modules=PIPE",
        "replace --strong=PIPE",
        "replace --strong=MODEL --out=PIPE/x",
        "train --config=PIPE",
        "train --from=PIPE",
        "train --model=lenet5 --out=PIPE/x",
        "predict PIPE DIR",
        "predict MODEL PIPE",
        "import --from=PIPE --out=DIR/x",
        "export PIPE --to=onnx --out=DIR/x",
        "export MODEL --to=onnx --out=PIPE/x",
        "tables PIPE",
        "conformance PIPE",
        "conformance DIR/golden",
        "runs list PIPE",
        "runs show PIPE",
        "data fetch mnist --data-dir=PIPE",
        "reproduce report --out=PIPE",
        "reproduce rq2 --scale=smoke --out=PIPE/x",
        "--report=PIPE"
      })
  void options(String words) throws Exception {
    Path model = SavedModels.whole(dir.resolve("model"));
    Path golden = Files.createDirectory(dir.resolve("golden"));
    Files.createLink(golden.resolve("manifest.json"), pipe);
    String line =
        words
            .replace("PIPE", pipe.toString())
            .replace("MODEL", model.toString())
            .replace("DIR", dir.toString());

    CliRun run = CliRun.of(line.split(" "));

    assertThat(run.code()).as(run.err()).isIn(Cli.FAILED, Cli.USAGE);
    assertThat(run.err()).contains("error: ").doesNotContain("internal error");
  }

  @Test
  void readersOfTheLibrary() {
    String message = "it is a pipe, socket or device, not a regular file";
    assertThatThrownBy(() -> OnnxImport.read(pipe, null)).hasMessageContaining(message);
    assertThatThrownBy(() -> StateDict.read(pipe)).hasMessageContaining(message);
  }
}
