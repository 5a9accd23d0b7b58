package org.modaj.bench.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.DataSets;
import org.modaj.bench.reproduce.Competitor;
import org.modaj.bench.reproduce.GridData;
import org.modaj.bench.reproduce.Question;
import org.modaj.bench.reproduce.Scale;
import org.modaj.bench.reproduce.Selection;
import org.modaj.data.DataSplit;
import org.modaj.nn.model.InputKind;
import org.modaj.nn.model.Models;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What of the paper is reproduced and how much is computed, a mixin. */
final class ReproduceOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private DataOptions dataOptions;

  @Option(
      names = "--scale",
      defaultValue = "smoke",
      paramLabel = "SCALE",
      description = {
        "smoke: embedded data, minutes. quick: CIFAR-10, networks of a quarter of the width, short"
            + " trainings, a night. long: VGG16, 100 epochs, ST and MODA. paper: the paper's settings"
            + " (default: ${DEFAULT-VALUE})."
      })
  private Scale scale;

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "MODEL",
      completionCandidates = ModelNames.class,
      description = "Architectures: ${COMPLETION-CANDIDATES} (default: the scale's).")
  private @Nullable List<String> models;

  @Option(
      names = "--data",
      split = ",",
      paramLabel = "DATA",
      completionCandidates = DataNames.class,
      description =
          "Data sets: ${COMPLETION-CANDIDATES} (default: the scale's). Images smaller than 32 pixels"
              + " are resized to 32 unless --image-size says otherwise.")
  private @Nullable List<String> data;

  @Option(
      names = "--methods",
      split = ",",
      paramLabel = "METHOD",
      description = "Methods: ${COMPLETION-CANDIDATES} (default: the scale's).")
  private @Nullable List<Competitor> methods;

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "S",
      description = "Seeds of weights, order and augmentation (default: the scale's, from 1 on).")
  private @Nullable List<Long> seeds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for records, checkpoints and the report, made if need be. What is there of the"
              + " same settings is not computed again (default: reproduction/SCALE).")
  private @Nullable Path out;

  private final Map<String, DataSplit> opened = new HashMap<>();

  /** How much is computed. */
  Scale scale() {
    return scale;
  }

  /** The folder. */
  Path out() {
    return out == null ? Path.of("reproduction", scale.toString()) : out;
  }

  /**
   * What is wanted.
   *
   * @throws ParameterException when a name is unknown, or a value occurs twice
   */
  Selection selection(Set<Question> questions) {
    check("--models", models, Models.names()::contains, Models.names());
    check("--data", data, DataSets.names()::contains, DataSets.names());
    check("--methods", methods, method -> true, List.of());
    check("--seeds", seeds, seed -> true, List.of());
    Selection selection = new Selection(scale, questions, models, data, methods, seeds);
    for (String name : selection.dataSets()) {
      String files = DataSets.files(name);
      require(
          files == null || dataOptions.dir() != null,
          "the data set " + name + " needs --data-dir DIR, the folder with " + files);
      InputKind input = DataSets.input(name);
      require(
          models == null || models.stream().anyMatch(model -> Models.input(model) == input),
          "--models: none of "
              + models
              + " reads "
              + input
              + ", which "
              + name
              + " has; models that do: "
              + String.join(", ", Models.reading(input)));
    }
    return selection;
  }

  private <T> void check(
      String option, @Nullable List<T> given, Predicate<T> known, Iterable<String> names) {
    if (given == null) {
      return;
    }
    for (T value : given) {
      require(
          known.test(value),
          option + ": unknown \"" + value + "\"; one of " + String.join(", ", names));
      require(
          given.indexOf(value) == given.lastIndexOf(value),
          option + ": " + value + " occurs twice");
    }
  }

  private void require(boolean valid, String message) {
    if (!valid) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  /** Opens data sets by name, each once, at most as much of them as the scale uses. */
  Function<String, DataSplit> data() {
    return name -> opened.computeIfAbsent(name, n -> GridData.prepare(dataOptions.open(n), scale));
  }
}
