package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.bench.data.OfficialFiles;

/** A saved network says what size its images have; a folder of images of any size has that size. */
class NetworkImageSizeTest {
  @TempDir private Path dir;
  private Path images;
  private Path network;

  @BeforeEach
  void trainOnAFolder() throws IOException {
    images = OfficialFiles.folder(dir, 24, 8);
    Path out = dir.resolve("out");
    assertThat(
            run(
                    "train --model=lenet5 --data=folder --width=0.125 --epochs=1 --batch=16",
                    "--image-size=32",
                    "--out=" + out)
                .code())
        .isZero();
    network = out.resolve("checkpoint.safetensors");
  }

  private CliRun run(String words, String... more) {
    List<String> all = new ArrayList<>(List.of(words.split(" ")));
    all.add("--data-dir=" + images);
    all.addAll(List.of(more));
    return CliRun.of(all.toArray(String[]::new));
  }

  @Test
  void imagesHaveTheSizeThatTheNetworkReads() {
    Path same = dir.resolve("same.safetensors");

    String without = run("evaluate " + network, "--json").json().get("accuracy").getAsString();
    String with =
        run("evaluate " + network, "--json", "--image-size=32")
            .json()
            .get("accuracy")
            .getAsString();
    assertThat(without).isEqualTo(with);
    run("compose " + network, "--classes=0,1", "--json", "--out=" + same).json();
    run("evaluate " + same, "--json").json();
    run("modularize " + network, "--json").json();
    run("train --epochs=1 --batch=16 --from=" + network, "--json").json();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evaluate NET",
        "modularize NET",
        "compose NET --classes=0,1",
        "subtasks NET",
        "train --epochs=1 --batch=16 --from=NET"
      })
  void anotherSizeIsRefused(String words) {
    run(words.replace("NET", network.toString()), "--image-size=64")
        .assertRefused(
            words.split(" ")[0],
            "--image-size is 64, but the network reads images of 32 x 32; leave it out");
  }
}
