package org.modaj.bench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every golden case of an operator this library has, one test a case. */
class GoldenConformanceTest {
  /** Operators of {@code golden/moda} that are not built yet. */
  private static final Set<String> MODA_TO_BUILD =
      Set.of(
          "mwt_compose",
          "mwt_losses",
          "mwt_mask_conv_bn",
          "mwt_mask_generator",
          "mwt_masked_model",
          "mwt_modularize");

  private static final CaseRunners RUNNERS = CaseRunners.standard();

  private final ConformanceRun run = new ConformanceRun(RUNNERS);

  @TestFactory
  Stream<DynamicTest> operators() throws IOException {
    return cases(GoldenFolders.ops(), Set.of(), Algorithms.EXACT);
  }

  @TestFactory
  Stream<DynamicTest> layers() throws IOException {
    return cases(GoldenFolders.layers(), Set.of(), Algorithms.EXACT);
  }

  @TestFactory
  Stream<DynamicTest> layers_with_the_algorithms_users_run() throws IOException {
    return cases(GoldenFolders.layers(), Set.of(), Algorithms.DEFAULT);
  }

  @TestFactory
  Stream<DynamicTest> modularization() throws IOException {
    return cases(GoldenFolders.moda(), MODA_TO_BUILD, Algorithms.EXACT);
  }

  @TestFactory
  Stream<DynamicTest> operators_with_the_algorithms_users_run() throws IOException {
    return cases(GoldenFolders.ops(), Set.of(), Algorithms.DEFAULT);
  }

  @TestFactory
  Stream<DynamicTest> modularization_with_the_algorithms_users_run() throws IOException {
    return cases(GoldenFolders.moda(), MODA_TO_BUILD, Algorithms.DEFAULT);
  }

  private Stream<DynamicTest> cases(Path dir, Set<String> toBuild, Algorithms algorithms)
      throws IOException {
    return Manifest.read(dir).cases().stream()
        .filter(golden -> Collections.disjoint(toBuild, RUNNERS.lacking(golden).stream().toList()))
        .map(golden ->
            DynamicTest.dynamicTest(golden.toString(), () -> passes(golden, algorithms)));
  }

  private void passes(GoldenCase golden, Algorithms algorithms) {
    CaseOutcome outcome = run.runCase(golden, algorithms);
    assertThat(outcome.status()).as(outcome.describe()).isEqualTo(CaseOutcome.Status.PASSED);
  }

  @Test
  void exactly_the_listed_operators_are_skipped() throws IOException {
    assertThat(skipped(GoldenFolders.ops())).isEmpty();
    assertThat(skipped(GoldenFolders.layers())).isEmpty();
    assertThat(skipped(GoldenFolders.moda())).isEqualTo(new TreeSet<>(MODA_TO_BUILD));
  }

  private static Set<String> skipped(Path dir) throws IOException {
    return Manifest.read(dir).cases().stream()
        .flatMap(golden -> RUNNERS.lacking(golden).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void the_copies_are_whole() throws IOException {
    assertThat(Manifest.read(GoldenFolders.ops()).cases()).hasSize(453);
    assertThat(Manifest.read(GoldenFolders.layers()).cases()).hasSize(164);
    assertThat(Manifest.read(GoldenFolders.moda()).cases()).hasSize(146);
  }
}
