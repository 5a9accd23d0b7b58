package org.modaj.bench.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.bench.JavaRun;

/**
 * Same seed, same bits: networks with every kind of layer are trained with the Vector API and
 * without it, at the machine's vector width and at 128 bits, with both compilers and with the first
 * alone, each with 1, 2 and 3 threads: 24 trainings in eight processes that end with the same
 * weights.
 */
class DeterminismMatrixIT {
  private static final List<String> THREADS = List.of("1", "2", "3");

  @Test
  void networks_of_every_layer_end_with_the_same_weights_under_all_conditions() throws Exception {
    String[] first = new String[1];
    int trainings = 0;
    for (String kernels : new String[] {"", "-Dmoda.simd=off"}) {
      for (String width : new String[] {"", "-XX:MaxVectorSize=16"}) {
        for (String compiler : new String[] {"", "-XX:TieredStopAtLevel=1"}) {
          List<String> command = command(kernels, width, compiler);
          for (String weights : weights(command)) {
            first[0] = first[0] == null ? weights : first[0];
            assertThat(weights).as("%s", command).isEqualTo(first[0]);
            trainings++;
          }
        }
      }
    }
    assertThat(first[0]).matches("[0-9a-f]{64} [0-9a-f]{64}");
    assertThat(trainings).isEqualTo(24);
  }

  private static List<String> weights(List<String> command) throws Exception {
    JavaRun run = JavaRun.of(JavaRun.java25(), Map.of(), command);
    assertThat(run.code()).as("%s: %s", command, run.err()).isZero();
    boolean scalar = command.contains("-Dmoda.simd=off");
    assertThat(String.join("\n", run.err()))
        .as("the kernels chosen by %s", command)
        .contains(scalar ? "scalar" : "vector");
    return run.out();
  }

  private static List<String> command(String... flags) throws Exception {
    Path tests =
        Path.of(ShortTraining.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> command =
        new ArrayList<>(List.of("--add-modules=jdk.incubator.vector", "-Xmx512m"));
    Arrays.stream(flags).filter(flag -> !flag.isEmpty()).forEach(command::add);
    command.addAll(
        List.of("-cp", tests + File.pathSeparator + JavaRun.jar(), ShortTraining.class.getName()));
    command.addAll(THREADS);
    return command;
  }
}
