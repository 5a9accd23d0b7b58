package org.modaj.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.record.RunRecord;
import org.modaj.data.DataException;
import org.modaj.data.folder.ImageFiles;
import org.modaj.data.predict.Prediction;
import org.modaj.data.predict.Predictor;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.io.ModelInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is on images. */
@Command(
    name = "predict",
    description = {
      "Classifies image files by a network, whole or composed; no data set is needed.",
      "Of a network that was trained on a table it predicts the rows of CSV files, of one that",
      "was trained on texts the lines of text files.",
      "Images are resized and normalized as the checkpoint says."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar moda-bench.jar predict cat-dog.safetensors photo.jpg another.png",
      "  java -jar moda-bench.jar predict cat-dog.safetensors photos --top 1 --json"
    })
final class PredictCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private NormalizationOptions normalization;
  @Mixin private TableOptions table;

  @Parameters(
      index = "0",
      paramLabel = "CHECKPOINT",
      description = "File that train, compose --out or import has written.")
  private Path checkpoint;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description =
          "Image files (JPEG, PNG, GIF, BMP), or folders with such files; or tables (CSV with the"
              + " names of the columns); or text files, a text in each line.")
  private List<Path> images;

  @Option(
      names = "--top",
      defaultValue = "3",
      paramLabel = "K",
      description = "The K likeliest classes (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--skip-unreadable",
      description =
          "Leave out files that cannot be read as images, and name them; without it they stop the"
              + " command.")
  private boolean skipUnreadable;

  /** What became of one file: classes, or why there are none. */
  private record Answer(Path file, List<Prediction> classes, @Nullable DataException failure) {}

  @Override
  public void run() {
    if (top < 1) {
      throw new ParameterException(spec.commandLine(), "--top must be at least 1, not " + top);
    }
    RowPredictions.Tables tables =
        new RowPredictions.Tables(images, table.separator(spec), table.header());
    threads.apply();
    RunRecord record = RunRecord.start("predict", threads.threads());
    record.put("checkpoint", checkpoint.toString());
    try {
      Checkpoint saved = Checkpoint.load(checkpoint);
      boolean pixels = saved.network().inputShape().rank() == 3;
      ModelInfo info = normalization.applyTo(saved.info(), pixels);
      try (Predictor predictor = Predictor.of(saved.network(), info, threads.threads())) {
        if (RowPredictions.isOfTable(saved)) {
          output.print(RowPredictions.of(record, saved, predictor, tables, top));
          return;
        }
        if (info.vocabulary() != null) {
          output.print(RowPredictions.ofTexts(record, predictor, images, top));
          return;
        }
        List<Answer> answers =
            files().parallelStream().map(file -> answer(predictor, file)).toList();
        output.print(new Report(record, answered(answers)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path image : images) {
      if (Files.isDirectory(image)) {
        files.addAll(ImageFiles.in(image));
      } else {
        files.add(image);
      }
    }
    return files;
  }

  private Answer answer(Predictor predictor, Path file) {
    try {
      return new Answer(file, predictor.classify(file, top), null);
    } catch (DataException e) {
      return new Answer(file, List.of(), e);
    }
  }

  private List<Answer> answered(List<Answer> all) {
    List<Answer> answered = new ArrayList<>();
    for (Answer answer : all) {
      if (answer.failure() == null) {
        answered.add(answer);
      } else if (skipUnreadable) {
        output.progress().say("left out: " + answer.failure().getMessage());
      } else {
        throw answer.failure();
      }
    }
    if (answered.isEmpty()) {
      throw new ExperimentException("none of the " + all.size() + " files is a readable image");
    }
    return answered;
  }

  private record Report(RunRecord record, List<Answer> answers) implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      List<Map<String, Object>> list = new ArrayList<>();
      for (Answer answer : answers) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("file", answer.file().toString());
        entry.put("classes", answer.classes().stream().map(Report::toMap).toList());
        list.add(entry);
      }
      map.put("predictions", list);
      return map;
    }

    private static Map<String, Object> toMap(Prediction prediction) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", prediction.name());
      map.put("probability", prediction.probability());
      return map;
    }

    @Override
    public void writeText(PrintWriter text) {
      for (Answer answer : answers) {
        text.println(answer.file());
        for (Prediction p : answer.classes()) {
          text.printf(Locale.ROOT, "  %-24s %6.2f %%%n", p.name(), 100 * p.probability());
        }
      }
    }
  }
}
