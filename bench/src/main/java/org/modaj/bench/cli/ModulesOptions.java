package org.modaj.bench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.MaskedModel;
import org.modaj.bench.experiment.Modularization;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.record.RunRecord;
import org.modaj.data.DataSplit;
import org.modaj.moda.ModuleSetFile;
import org.modaj.moda.activity.Recognition;
import org.modaj.nn.progress.Progress;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The modules that a command works with, read from a file or recognized anew, a mixin. */
public final class ModulesOptions {
  /** What the file of {@code --modules} fixes. */
  private static final List<String> FIXED =
      List.of("--threshold", "--starved", "--activity", "--epsilon");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--modules",
      paramLabel = "FILE",
      description =
          "Modules that modularize has written for this checkpoint; without it, activity is"
              + " measured on the training samples.")
  private @Nullable Path file;

  @Mixin private RecognitionOptions recognition;
  @Mixin private ActivityOptions activity;

  /** The file of modules, or null when they are recognized anew. */
  public @Nullable Path file() {
    return file;
  }

  /**
   * Fails when the options contradict each other or are out of range.
   *
   * @throws ParameterException naming the option
   */
  public void check() {
    recognition.rule();
    activity.check();
    for (String option : file == null ? List.<String>of() : FIXED) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            command.commandLine(), option + " is fixed in the file of --modules; give one of them");
      }
    }
  }

  /** Reads the modules, or measures activity and recognizes them. */
  public Modularization open(SavedModel model, DataSplit data, Progress progress) {
    if (file == null) {
      return Modularization.of(
          model.network(), data, activity.policy(), recognition.rule(), progress);
    }
    try {
      ModuleSetFile stored = ModuleSetFile.load(file);
      Modularization modules = Modularization.of(model.network(), stored);
      if (!stored.classNames().equals(model.classNames())) {
        throw new ExperimentException(
            file
                + " has modules of the classes "
                + stored.classNames()
                + ", but the network is for "
                + model.classNames());
      }
      return modules;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads or recognizes the modules of a network with mask generators.
   *
   * @throws ParameterException when an option is given that only activity has
   */
  public ModuleSetFile openMasked(SavedModel model, DataSplit data, Progress progress) {
    refuseForMasks(command);
    if (file == null) {
      return MaskedModel.recognize(model, data, recognition.rule(), progress);
    }
    try {
      ModuleSetFile stored = ModuleSetFile.load(file);
      stored.requireFor(model.network());
      return stored;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fails when an option is given that modules by masks have no use for.
   *
   * @throws ParameterException naming the option
   */
  static void refuseForMasks(CommandSpec command) {
    for (String option : List.of("--starved", "--activity", "--epsilon")) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            command.commandLine(),
            option
                + " is about activity, but the network was trained by mwt, whose modules are made"
                + " from masks; leave it out");
      }
    }
  }

  /** Notes how the modules were recognized, and the file. */
  public void describe(Modularization modules, RunRecord record) {
    Recognition rule = modules.file().rule();
    record.put("threshold", shortest(rule.threshold()));
    record.put("activity", modules.file().rates().policy().toString());
    record.put("starved", rule.starved().name().toLowerCase(Locale.ROOT));
    Stream.ofNullable(file).forEach(f -> record.put("modules", f.toString()));
  }

  /** The decimal number as it was given, not the nearest float's digits. */
  static double shortest(float threshold) {
    return Double.parseDouble(Float.toString(threshold));
  }
}
