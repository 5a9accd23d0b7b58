package org.modaj.bench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.modaj.engine.io.StoredTensor;

/** The harness itself on the real cases: the stored results pass, disturbed ones do not. */
class GoldenHarnessTest {
  private static final Gson GSON =
      new GsonBuilder().setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).create();

  /** A runner that gives back what is stored, changed by {@code change}. */
  private static CaseRunner echo(UnaryOperator<StoredTensor> change) {
    return (golden, algorithms) -> {
      CaseResult result = new CaseResult();
      for (Expectation want : golden.outputs()) {
        result.output(new NamedArray(want.role(), change.apply(golden.stored(want.tensor()))));
      }
      for (Expectation want : golden.grads()) {
        result.grad(new NamedArray(want.role(), change.apply(golden.stored(want.tensor()))));
      }
      golden
          .facts()
          .forEach((name, value) -> result.fact(name, GSON.fromJson(value, Object.class)));
      return result;
    };
  }

  private static StoredTensor disturbed(StoredTensor tensor) {
    double[] values = new double[tensor.size()];
    Numbers numbers = Numbers.of(tensor);
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.at(i) * 1.1 + 0.1;
    }
    return StoredTensor.ofDoubles(values, tensor.shape());
  }

  private static List<CaseOutcome> run(Path dir, CaseRunner runner) throws IOException {
    List<GoldenCase> cases =
        Manifest.read(dir).cases().stream()
            .filter(golden -> !golden.op().equals("initialisation"))
            .toList();
    Map<String, CaseRunner> runners = new HashMap<>();
    cases.forEach(golden -> runners.put(golden.op(), runner));
    ConformanceRun run = new ConformanceRun(new CaseRunners(runners));
    return cases.stream().map(golden -> run.runCase(golden, Algorithms.EXACT)).toList();
  }

  @Test
  void stored_results_pass() throws IOException {
    for (Path dir : List.of(GoldenFolders.ops(), GoldenFolders.layers(), GoldenFolders.moda())) {
      assertThat(run(dir, echo(tensor -> tensor)))
          .allSatisfy(outcome ->
              assertThat(outcome.status())
                  .as(outcome.describe())
                  .isEqualTo(CaseOutcome.Status.PASSED));
    }
  }

  @Test
  void disturbed_results_fail() throws IOException {
    for (Path dir : List.of(GoldenFolders.ops(), GoldenFolders.layers(), GoldenFolders.moda())) {
      assertThat(run(dir, echo(GoldenHarnessTest::disturbed)))
          .allSatisfy(outcome ->
              assertThat(outcome.status())
                  .as(outcome.caseName())
                  .isEqualTo(CaseOutcome.Status.FAILED));
    }
  }
}
