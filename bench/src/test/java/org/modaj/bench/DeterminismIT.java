package org.modaj.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Same seed, same bits: the packaged jar trains the same small network under several vector widths,
 * numbers of threads and compilers, with the Vector API and without, interrupted and not.
 */
class DeterminismIT {
  private static final String SHA = "weights sha256: ";

  /** A few steps, which even the slowest of the conditions takes in seconds. */
  private static final String SHORT = "--limit 48 --validation 0.34 --batch 16 --epochs 1 ";

  /** Steps enough for the optimizing compiler to take over in the middle. */
  private static final String LONG = "--limit 240 --validation 0.2 --batch 32 --epochs 2 ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          moda --model vgg16 --width 0.0625 | 1,2,2 narrow,2 slow,3 off,2 off slow
          moda --model lenet5               | 1,2 narrow,2 slow,3 off
          st   --model lenet5               | 1,2 off
          """)
  void aShortTrainingGivesTheSameBits(String network, String conditions) throws Exception {
    assertSameWeights(SHORT + "--method " + network, conditions);
  }

  @Test
  void aTrainingThatIsCompiledOnTheWayGivesTheSameBits() throws Exception {
    assertSameWeights(LONG + "--model vgg16 --width 0.0625", "2,1 narrow,2 off");
  }

  @Test
  void eachConvolutionModeHasItsOwnBits() throws Exception {
    String training = SHORT + "--method st --model vgg16 --width 0.0625";
    Set<String> all = new HashSet<>();
    for (String mode : List.of("default", "accurate", "exact")) {
      all.add(assertSameWeights(training, "2 narrow " + mode + ",3 off " + mode));
    }
    assertThat(all).hasSize(3);
  }

  @Test
  void anUnknownConvolutionModeIsRefused() throws Exception {
    List<String> command = new ArrayList<>(List.of("-Dmoda.conv=fast"));
    command.addAll(command("info"));
    JavaRun run = JavaRun.of(JavaRun.java25(), Map.of(), command);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).anyMatch(line -> line.contains("default, accurate, exact"));
  }

  @Test
  void aKilledTrainingIsResumedToTheSameBits(@TempDir Path dir) throws Exception {
    String training =
        "train --model vgg16 --width 0.0625 --limit 160 --validation 0.2 --batch 32 --epochs 5";
    List<String> whole = command(training);
    List<String> saved = command(training + " --out");
    saved.add(dir.toString());

    Process killed = JavaRun.builder(JavaRun.java25(), Map.of(), saved).start();
    awaitFirstEpoch(killed);
    killed.destroyForcibly();
    assertThat(killed.waitFor()).as("it was killed before its end").isNotZero();
    saved.add("--resume");

    assertThat(weights(saved)).isEqualTo(weights(whole));
  }

  private static void awaitFirstEpoch(Process training) throws IOException {
    List<String> said = new ArrayList<>();
    BufferedReader lines = training.errorReader();
    for (String line; (line = lines.readLine()) != null; ) {
      said.add(line);
      if (line.startsWith("vgg16 MODA 1/5  ")) {
        return;
      }
    }
    throw new AssertionError("the training ended before its first epoch did: " + said);
  }

  /** Returns the digest of the weights. */
  private static String assertSameWeights(String training, String conditions) throws Exception {
    String first = "";
    for (String condition : conditions.split(",")) {
      List<String> words = List.of(condition.split(" "));
      List<String> command = new ArrayList<>();
      if (words.contains("narrow")) {
        command.add("-XX:MaxVectorSize=16");
      }
      if (words.contains("slow")) {
        command.add("-XX:TieredStopAtLevel=1");
      }
      for (String mode : List.of("exact", "accurate")) {
        if (words.contains(mode)) {
          command.add("-Dmoda.conv=" + mode);
        }
      }
      if (words.contains("off")) {
        command.add("-Dmoda.simd=off");
      }
      command.addAll(command("train " + training + " --threads " + words.getFirst()));
      String weights = weights(command);
      first = first.isEmpty() ? weights : first;
      assertThat(weights).as("%s", command).isEqualTo(first);
    }
    return first;
  }

  private static String weights(List<String> command) throws Exception {
    JavaRun run = JavaRun.of(JavaRun.java25(), Map.of(), command);
    assertThat(run.code()).as("%s", run.err()).isZero();
    List<String> digests = run.out().stream().filter(line -> line.startsWith(SHA)).toList();
    assertThat(digests).hasSize(1);
    return digests.getFirst();
  }

  private static List<String> command(String arguments) {
    List<String> command =
        new ArrayList<>(
            List.of("--add-modules=jdk.incubator.vector", "-jar", JavaRun.jar().toString()));
    command.addAll(Arrays.asList(arguments.split(" +")));
    return command;
  }
}
