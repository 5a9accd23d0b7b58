package org.modaj.bench.cli;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.startup.StartArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes an archive of classes beside the jar. */
@Command(
    name = "faster-start",
    description = {
      "Makes the commands of this jar start faster on this machine.",
      "Writes an archive of loaded classes beside the jar, about 30 MiB, for the JDK that is used;",
      "it takes about ten seconds. After a change of the jar or the JDK the archive is not used;",
      "run this again. To undo it, delete the file."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar faster-start")
final class FasterStartCommand implements Runnable {
  /** Where the launcher says that the archive belongs. */
  private static final String PLACE = "moda.archive";

  private static final int SIDE = 32;

  @Mixin private OutputOptions output;

  @Option(names = "--work", hidden = true, paramLabel = "DIR")
  private @Nullable Path work;

  @Override
  public void run() {
    try {
      if (work == null) {
        make();
      } else {
        workIn(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void make() throws IOException {
    String place = System.getProperty(PLACE);
    if (place == null) {
      throw new ExperimentException(
          "there is no jar to make an archive for; start the program as java -jar moda-bench.jar");
    }
    Path archive = Path.of(place);
    new StartArchive(Path.of(System.getProperty("java.class.path")))
        .make(archive, List.of("faster-start", "--work"));
    output.print(new Made(archive, Files.size(archive)));
  }

  /** What users do most, in a small way: the classes that this loads are archived. */
  private static void workIn(Path folder) throws IOException {
    String image = folder.resolve("image.png").toString();
    ImageIO.write(
        new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB), "png", new File(image));
    String run = folder.resolve("run").toString();
    String network = folder.resolve("run/checkpoint.safetensors").toString();
    String cut = folder.resolve("cut.safetensors").toString();
    command(
        "train",
        "--model",
        "lenet5",
        "--method",
        "moda",
        "--epochs",
        "1",
        "--limit",
        "64",
        "--batch",
        "32",
        "--out",
        run);
    command("compose", network, "--classes", "0,1", "--out", cut);
    command("predict", cut, image);
    command("info");
    command("predict", "--help");
  }

  private static void command(String... words) {
    int code = Cli.execute(words);
    if (code != Cli.OK) {
      throw new ExperimentException(String.join(" ", words) + ": ended with code " + code);
    }
  }

  private record Made(Path archive, long bytes) implements Result {
    @Override
    public Map<String, Object> toMap() {
      return Map.of("archive", archive.toString(), "bytes", bytes);
    }

    @Override
    public void writeText(PrintWriter out) {
      out.printf("made %s, %,d bytes: commands start faster from now on%n", archive, bytes);
    }
  }
}
