package org.modaj.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.engine.io.InputFile;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that decide a training, as a map that can be given back. */
final class GivenOptions {
  /** Where a result has them. */
  static final String KEY = "options";

  private static final Set<String> OTHERS =
      Set.of(
          "json",
          "out",
          "resume",
          "overwrite",
          "config",
          "seeds",
          "threads",
          "debug",
          "help",
          "version",
          "checkpoint-every",
          "keep-last",
          "tensorboard",
          "image-cache");

  private static final int MOST_BYTES = 1 << 24;

  /** Whole numbers up to this one are numbers in JSON everywhere. */
  private static final long EXACT = 1L << 53;

  private GivenOptions() {}

  private static String name(OptionSpec option) {
    return option.longestName().replaceFirst("^--", "");
  }

  /** The options of a command and their values, those without one left out. */
  static Map<String, Object> of(CommandSpec command) {
    Map<String, Object> given = new LinkedHashMap<>();
    for (OptionSpec option : command.options()) {
      Object value = option.getValue();
      if (value != null && !OTHERS.contains(name(option)) && !Boolean.FALSE.equals(value)) {
        given.put(name(option), plain(value));
      }
    }
    return given;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Long n when Math.abs(n) > EXACT -> n.toString();
      case Number n -> n;
      case Boolean b -> b;
      case Collection<?> c -> c.stream().map(String::valueOf).collect(Collectors.joining(","));
      case Enum<?> e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-');
      default -> value.toString();
    };
  }

  /**
   * Reads the options of a file: what {@code train --json} printed, or an object of options.
   *
   * @throws IOException when it cannot be read
   * @throws ExperimentException when it holds something else
   */
  static Map<String, @Nullable Object> read(Path file) throws IOException {
    try {
      JsonValue all = JsonValue.parse(InputFile.text(file, MOST_BYTES));
      JsonValue options = all.optional(KEY);
      return (options == null ? all : options).members();
    } catch (JsonFormatException e) {
      throw new ExperimentException(
          file + " has no options of a training (" + e.getMessage() + ")");
    }
  }

  /**
   * The words of the command line for options that were not given on it.
   *
   * @param from where the options come from, for messages
   * @throws ExperimentException when one is no option of the command
   */
  static List<String> missing(
      CommandSpec command, Map<String, @Nullable Object> options, String from) {
    List<String> words = new ArrayList<>();
    options.forEach((name, value) -> {
      OptionSpec option = command.findOption("--" + name);
      if (option == null || OTHERS.contains(name)) {
        throw new ExperimentException(
            from
                + " has \""
                + name
                + "\", which is "
                + (option == null
                    ? "no option of a training; see 'train --help'"
                    : "no setting of a training; give --" + name + " on the command line"));
      }
      if (value != null
          && !Boolean.FALSE.equals(value)
          && !command.commandLine().getParseResult().hasMatchedOption("--" + name)) {
        words.add(Boolean.TRUE.equals(value) ? "--" + name : "--" + name + "=" + text(value));
      }
    });
    return words;
  }

  private static String text(Object value) {
    return value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15
        ? String.valueOf(d.longValue())
        : String.valueOf(value);
  }
}
