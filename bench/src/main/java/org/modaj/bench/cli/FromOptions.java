package org.modaj.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.DataSets;
import org.modaj.bench.experiment.FirstNetwork;
import org.modaj.bench.experiment.TrainingRun;
import org.modaj.data.DataSplit;
import org.modaj.nn.train.Checkpoints;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code train} for beginning with a trained network. */
public final class FromOptions {
  /** Names of the options; a training that goes on does not need them again. */
  static final Set<String> NAMES = Set.of("from", "freeze");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--from",
      paramLabel = "CHECKPOINT",
      description =
          "Begin with this trained network, whole, composed or imported, in place of a new --model."
              + " Outputs for classes that it knows by name keep their weights, others are new;"
              + " inputs are normalized as it is used to.")
  private @Nullable Path from;

  @Option(
      names = "--freeze",
      split = ",",
      paramLabel = "PATTERN[,PATTERN...]",
      description =
          "With --from: parameters that do not train, by layer or full name, such as features,"
              + " conv* or *.bias. Batch normalizations that are frozen keep their statistics.")
  private @Nullable List<String> freeze;

  private @Nullable FirstNetwork network;
  private Map<String, @Nullable Object> saved = Map.of();

  /**
   * Reads the network that was named.
   *
   * @param resumed folder of the training that goes on, or null
   * @throws ParameterException when options contradict each other
   */
  void open(@Nullable Path resumed) throws IOException {
    check(
        freeze == null || from != null || resumed != null,
        "--freeze is about the trained network that --from names; give that, too");
    if (from != null) {
      for (String other : List.of("--model", "--width")) {
        check(
            !command.commandLine().getParseResult().hasMatchedOption(other),
            "--from names a network, and " + other + " is about a new one; give one of them");
      }
      network = FirstNetwork.open(from);
    } else if (resumed != null) {
      network = FirstNetwork.tunedIn(resumed);
      saved = network == null ? Map.of() : TrainingRun.savedOptions(resumed);
    }
  }

  /**
   * Fails when a new training would replace the network that it begins with.
   *
   * @param out folder that the training begins anew
   * @throws ParameterException when its checkpoint or best state is that network, by whatever path
   *     or link
   */
  void checkOutput(Path out) throws IOException {
    for (String name : List.of(TrainingRun.CHECKPOINT, Checkpoints.BEST)) {
      Path written = out.resolve(name);
      check(
          from == null || !Files.exists(written) || !Files.isSameFile(written, from),
          "the output " + written + " is the input " + from + "; name another folder with --out");
    }
  }

  private void check(boolean valid, String message) {
    if (!valid) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  /** The network to begin with, or the one that goes on; null for a new one. */
  @Nullable FirstNetwork network() {
    return network;
  }

  /** The data set that is meant: the network's when none was named. */
  String dataName(String given) {
    String own = network == null ? null : network.dataName();
    boolean named = command.commandLine().getParseResult().hasMatchedOption("--data");
    return named || own == null || !DataSets.names().contains(own) ? given : own;
  }

  /** Adds what a training that goes on was begun with, and leaves out what is not an option. */
  void addTo(Map<String, Object> given) {
    if (network == null) {
      return;
    }
    given.keySet().removeAll(List.of("model", "width"));
    for (String name : NAMES) {
      Object value = saved.get(name);
      if (value != null) {
        given.putIfAbsent(name, value);
      }
    }
  }

  /**
   * Lets a training begin with the network, or go on from its own.
   *
   * @return remarks for the user
   */
  List<String> apply(TrainingRun run, DataSplit data, long seed, boolean goesOn) {
    List<String> patterns = freeze == null ? List.of() : freeze;
    if (network == null) {
      return List.of();
    }
    if (goesOn) {
      run.comingFrom(FirstNetwork.identity(from == null ? null : network, patterns));
      return List.of();
    }
    return network.begin(run, data, patterns, seed);
  }
}
