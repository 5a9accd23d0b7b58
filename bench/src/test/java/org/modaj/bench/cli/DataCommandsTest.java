package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.data.OfficialFiles;
import org.modaj.data.catalog.DataCatalog;

/** Listing, fetching, verifying and showing data sets. */
class DataCommandsTest {
  @TempDir private Path dir;

  @Test
  void listingSaysWhatThereIsAndWhereItComesFrom() {
    CliRun text = CliRun.of("data", "list");
    JsonObject json = CliRun.of("data", "list", "--json").json();

    assertThat(text.code()).isEqualTo(Cli.OK);
    for (String name : DataCatalog.names()) {
      assertThat(text.out()).contains(name);
    }
    assertThat(text.out())
        .contains(
            "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz, 170,052,171 bytes, MD5"
                + " c32a1d4ab5d03f1284b67883e8d87530")
        .contains("optdigits.tra, no published checksum");
    assertThat(json.keySet()).isEqualTo(JsonPage.keys("data list"));
    assertThat(json.getAsJsonArray("data_sets")).hasSize(DataCatalog.names().size());
    JsonObject cifar =
        json.getAsJsonArray("data_sets").asList().stream()
            .map(JsonElement::getAsJsonObject)
            .filter(set -> set.get("name").getAsString().equals("cifar10"))
            .findFirst()
            .orElseThrow();
    assertThat(cifar.getAsJsonArray("files").get(0).getAsJsonObject().keySet())
        .isEqualTo(JsonPage.keys("data list: a file"));
  }

  @Test
  void verifyingReadsEverythingAndCounts() throws IOException {
    OfficialFiles.cifar100(dir, 40, 20);

    JsonObject json =
        CliRun.of("data", "verify", "cifar100-coarse", "--data-dir", dir.toString(), "--json")
            .json();

    assertThat(json.keySet()).isEqualTo(JsonPage.keys("data verify"));
    JsonObject train = json.getAsJsonObject("train");
    assertThat(train.keySet()).isEqualTo(JsonPage.keys("data verify: a split"));
    assertThat(train.get("samples").getAsInt()).isEqualTo(40);
    assertThat(train.getAsJsonArray("class_counts"))
        .hasSize(20)
        .allMatch(count -> count.getAsInt() == 2);
    assertThat(train.getAsJsonArray("first_labels").toString()).isEqualTo("[0,1,2,3,4,5,6,7,8,9]");
    assertThat(train.getAsJsonArray("mean").get(2).getAsDouble()).isBetween(0.49, 0.51);
  }

  @Test
  void verifyingFailsWhereAFileIsNotTheOfficialOne() throws IOException {
    OfficialFiles.mnistTest(dir, 60);

    CliRun run = CliRun.of("data", "verify", "mnist", "--data-dir", dir.toString(), "--test-only");

    assertThat(run.code()).isEqualTo(Cli.FAILED);
    assertThat(run.out()).contains("another size").contains("mnist/test");
    assertThat(run.err()).contains("not all files are the official ones: t10k-images");
  }

  @Test
  void verifyingAlsoKnowsSequencesAndTexts() {
    CliRun run = CliRun.of("data", "verify", "embedded-text");

    assertThat(run.code()).isEqualTo(Cli.OK);
    assertThat(run.out()).contains("4800 texts").contains("samples of a class: 600 to 600");
    assertThat(run.out()).doesNotContain("pixels");
  }

  @Test
  void aSheetOfImagesIsWritten() throws IOException {
    Path out = dir.resolve("sheet.png");

    JsonObject json =
        CliRun.of("data", "preview", "embedded", "--count", "20", "--out", out.toString(), "--json")
            .json();

    assertThat(json.keySet()).isEqualTo(JsonPage.keys("data preview"));
    assertThat(json.get("images").getAsInt()).isEqualTo(20);
    assertThat(ImageIO.read(out.toFile()).getWidth()).isEqualTo(5 * (96 + 6) + 6);
    CliRun.of("data", "preview", "embedded", "--out", out.toString())
        .assertFailed("is there already", "--overwrite");
    CliRun again =
        CliRun.of(
            "data",
            "preview",
            "embedded",
            "--test",
            "--augmented",
            "--overwrite",
            "--out",
            out.toString());
    assertThat(again.out()).contains("36 images of embedded/test written to");
  }

  @Test
  void aSheetOfAFolderLeavesOutWhatCannotBeReadWhenToldTo() throws IOException {
    OfficialFiles.folder(dir, 6, 2);
    Files.writeString(dir.resolve("train/red/broken.png"), "no image");
    String[] arguments = {
      "data",
      "preview",
      "folder",
      "--data-dir",
      dir.toString(),
      "--image-size",
      "24",
      "--out",
      dir.resolve("sheet.png").toString()
    };

    CliRun.of(arguments).assertFailed("broken.png", "1 of 7", "--skip-unreadable");
    CliRun skipped = CliRun.of(with(arguments, "--skip-unreadable"));

    assertThat(skipped.code()).as(skipped.err()).isEqualTo(Cli.OK);
    assertThat(skipped.err()).contains("1 of 7 image files of train left out");
    assertThat(skipped.out()).contains("6 images of folder/train");
  }

  private static String[] with(String[] arguments, String more) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = more;
    return all;
  }

  @Test
  void whatCannotBeShownOrFetchedIsSaid() {
    String out = dir.resolve("x.png").toString();
    CliRun.of("data", "preview", "embedded-text", "--out", out)
        .assertFailed("a sheet shows images, but embedded-text has texts");
    CliRun.of("data", "fetch", "embedded", "--data-dir", dir.toString())
        .assertFailed("embedded is generated; there is nothing to download");
    CliRun.of("data", "fetch", "imagenet100r", "--data-dir", dir.toString())
        .assertFailed("no files that can be downloaded freely");
    assertThat(dir.resolve("x.png")).doesNotExist();
  }

  @Test
  void wrongUsageIsRefused() {
    String out = dir.resolve("x.png").toString();
    CliRun.of("data").assertRefused("data", "data needs a command");
    CliRun.of("data", "fetch", "cifar11", "--data-dir", dir.toString())
        .assertRefused("data fetch", "unknown data set \"cifar11\"", "cifar100-coarse");
    CliRun.of("data", "verify", "cifar11").assertRefused("data verify", "unknown data set");
    CliRun.of("data", "verify", "cifar10").assertRefused("data verify", "--data-dir DIR");
    CliRun.of("data", "preview", "embedded", "--count", "0", "--out", out)
        .assertRefused("data preview", "--count must be from 1 to 1000, not 0");
    for (List<String> wrong :
        List.of(
            List.of("--image-size", "0"),
            List.of("--image-size", "5000"),
            List.of("--image-cache", "-1"),
            List.of("--separator", ";;"))) {
      CliRun.of("data", "preview", "embedded", "--out", out, wrong.get(0), wrong.get(1))
          .assertRefused("data preview", wrong.get(0));
    }
  }

  @Test
  void aFileThatIsThereIsNotDownloadedAgain() throws IOException {
    // files without a published checksum count as good when they are there
    OfficialFiles.opticalDigits(dir, 20, 20);

    JsonObject json =
        CliRun.of("data", "fetch", "optdigits", "--data-dir", dir.toString(), "--json").json();

    assertThat(json.keySet()).isEqualTo(JsonPage.keys("data fetch"));
    assertThat(json.getAsJsonArray("files")).hasSize(2);
    JsonObject first = json.getAsJsonArray("files").get(0).getAsJsonObject();
    assertThat(first.keySet()).isEqualTo(Set.of("path", "downloaded", "verified"));
    assertThat(first.get("downloaded").getAsBoolean()).isFalse();
    assertThat(CliRun.of("data", "fetch", "optdigits", "--data-dir", dir.toString()).out())
        .contains("was there, no published checksum to verify");
  }
}
