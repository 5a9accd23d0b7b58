package org.modaj.bench.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.bench.experiment.replace.Variant;
import org.modaj.bench.reproduce.Competitor;
import org.modaj.bench.reproduce.Scale;
import org.modaj.data.ReadOptions.TextUnit;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.slice.Joins;
import org.modaj.nn.optim.OptimizerSettings;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How words of the command line become paths and choices; errors name choices as one types them.
 */
final class OptionTypes {
  private OptionTypes() {}

  /**
   * Makes a command line and its commands read these types so.
   *
   * @param folder that relative paths are of; empty for the current one
   */
  static CommandLine register(CommandLine commands, Path folder) {
    choice(commands, TrainingSettings.Method.class);
    choice(commands, Recognition.Starved.class);
    choice(commands, Joins.class);
    choice(commands, Variant.class);
    choice(commands, ActivityOptions.Kind.class);
    choice(commands, ExportCommand.Format.class);
    choice(commands, TextUnit.class);
    choice(commands, OptimizerSettings.Kind.class);
    choice(commands, TaskOptions.Task.class);
    choice(commands, Scale.class);
    choice(commands, Competitor.class);
    choice(commands, ClusterOptions.Where.class);
    return commands.registerConverter(Path.class, word -> folder.resolve(path(word)));
  }

  private static Path path(String word) {
    if (word.isEmpty()) {
      throw new TypeConversionException("the name of a file or folder is empty");
    }
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("no name of a file or folder: " + e.getReason());
    }
  }

  private static <E extends Enum<E>> void choice(CommandLine commands, Class<E> type) {
    commands.registerConverter(type, (ITypeConverter<E>) word -> choose(type, word));
  }

  private static <E extends Enum<E>> E choose(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> typed(value).equalsIgnoreCase(word.replace('_', '-')))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "expected one of "
                    + Arrays.stream(type.getEnumConstants())
                        .map(OptionTypes::typed)
                        .collect(Collectors.joining(", "))
                    + ", but was '"
                    + word
                    + "'"));
  }

  /** A choice as one types it. */
  private static String typed(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
