package org.modaj.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.bench.experiment.DataSets;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.data.SampleKind;
import org.modaj.data.preview.ContactSheet;
import org.modaj.engine.io.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a sheet of images with the names of their classes. */
@Command(
    name = "preview",
    description = {
      "Writes a PNG file with images of a data set and their classes' names.",
      "The images are as a network gets them. Classes take turns."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar data preview embedded --augmented --out sheet.png")
final class DataPreviewCommand implements Runnable {
  private static final String HEADLESS = "java.awt.headless";

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private DataOptions dataOptions;
  @Mixin private OverwriteOptions overwrite;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = DataNames.class,
      description = "A data set of images.")
  private String name;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The PNG file to write.")
  private Path out;

  @Option(
      names = "--count",
      defaultValue = "36",
      paramLabel = "N",
      description = "Images, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--test", description = "Show test images, not training images.")
  private boolean test;

  @Option(names = "--augmented", description = "Change the images as for training.")
  private boolean augmented;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of the changes (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public void run() {
    check(
        DataSets.names().contains(name),
        "unknown data set \"" + name + "\"; one of " + String.join(", ", DataSets.names()));
    check(
        count >= 1 && count <= ContactSheet.MOST_IMAGES,
        "--count must be from 1 to " + ContactSheet.MOST_IMAGES + ", not " + count);
    overwrite.check(out, dataOptions.dir());
    System.setProperty(HEADLESS, "true");
    DataSplit split = dataOptions.open(name);
    if (split.kind() != SampleKind.IMAGES) {
      throw new ExperimentException("a sheet shows images, but " + name + " has " + split.kind());
    }
    LabelledDataset data = test ? split.test() : split.train();
    ContactSheet sheet = new ContactSheet(data, count, augmented, seed);
    byte[] png = sheet.png();
    try {
      AtomicFile.write(out, file -> file.write(png));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    output.print(new Written(out, sheet.numbers().length, data));
  }

  private void check(boolean valid, String message) {
    if (!valid) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private record Written(Path out, int images, LabelledDataset data) implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("data", data.name());
      map.put("images", images);
      map.put("out", out.toString());
      return map;
    }

    @Override
    public void writeText(PrintWriter text) {
      text.println(images + " images of " + data.name() + " written to " + out);
    }
  }
}
