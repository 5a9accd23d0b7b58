package org.modaj.bench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every golden case of an operator this library has, one test a case. */
class GoldenConformanceTest {
  private static final CaseRunners RUNNERS = CaseRunners.standard();

  private final ConformanceRun run = new ConformanceRun(RUNNERS);

  @TestFactory
  Stream<DynamicTest> operators() throws IOException {
    return cases(GoldenFolders.ops(), Algorithms.EXACT);
  }

  @TestFactory
  Stream<DynamicTest> layers() throws IOException {
    return cases(GoldenFolders.layers(), Algorithms.EXACT);
  }

  @TestFactory
  Stream<DynamicTest> layers_with_the_algorithms_users_run() throws IOException {
    return cases(GoldenFolders.layers(), Algorithms.DEFAULT);
  }

  @TestFactory
  Stream<DynamicTest> modularization() throws IOException {
    return cases(GoldenFolders.moda(), Algorithms.EXACT);
  }

  @TestFactory
  Stream<DynamicTest> operators_with_the_algorithms_users_run() throws IOException {
    return cases(GoldenFolders.ops(), Algorithms.DEFAULT);
  }

  @TestFactory
  Stream<DynamicTest> modularization_with_the_algorithms_users_run() throws IOException {
    return cases(GoldenFolders.moda(), Algorithms.DEFAULT);
  }

  private Stream<DynamicTest> cases(Path dir, Algorithms algorithms) throws IOException {
    return Manifest.read(dir).cases().stream()
        .map(
            golden -> DynamicTest.dynamicTest(golden.toString(), () -> passes(golden, algorithms)));
  }

  private void passes(GoldenCase golden, Algorithms algorithms) {
    CaseOutcome outcome = run.runCase(golden, algorithms);
    assertThat(outcome.status()).as(outcome.describe()).isEqualTo(CaseOutcome.Status.PASSED);
  }

  @Test
  void nothing_is_skipped() throws IOException {
    assertThat(skipped(GoldenFolders.ops())).isEmpty();
    assertThat(skipped(GoldenFolders.layers())).isEmpty();
    assertThat(skipped(GoldenFolders.moda())).isEmpty();
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
