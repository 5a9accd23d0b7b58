package org.modaj.bench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.StoredTensor;

class ConformanceRunTest {
  private static final String CLOSE = "'outputs':{'y':{'tensor':'y','atol':1e-6,'rtol':1e-5}}";

  @TempDir Path dir;
  private TinyGolden golden;
  private final StringWriter text = new StringWriter();

  @BeforeEach
  void folder() {
    golden = new TinyGolden(dir);
  }

  private ConformanceReport run(CaseRunner runner) throws IOException {
    golden.write();
    return runAgain(runner);
  }

  private ConformanceReport runAgain(CaseRunner runner) throws IOException {
    CaseRunners runners = new CaseRunners(Map.of("known", runner));
    return new ConformanceRun(runners).run(dir, Algorithms.EXACT, new PrintWriter(text, true));
  }

  /** Runs the one case and returns its one finding. */
  private Finding finding(CaseRunner runner) throws IOException {
    ConformanceReport report = run(runner);
    assertThat(report.outcomes()).hasSize(1);
    assertThat(report.outcomes().getFirst().findings()).hasSize(1);
    return report.outcomes().getFirst().findings().getFirst();
  }

  private static CaseRunner y(float... values) {
    return (c, a) -> new CaseResult().output(NamedArray.of("y", values, values.length));
  }

  private String lastLine() {
    return text.toString().lines().reduce((a, b) -> b).orElseThrow();
  }

  @Test
  void a_case_within_its_tolerance_passes_and_remembers_the_worst_element() throws IOException {
    golden.vector("y", 1f, 2f, 4f).add("close", "known", CLOSE);

    Finding finding = finding(y(1f, 2.00001f, 4f));

    assertThat(finding.ok()).isTrue();
    WorstElement worst = finding.worst().orElseThrow();
    assertThat(worst.index()).containsExactly(1);
    assertThat(worst.want()).isEqualTo(2);
    assertThat(worst.got()).isEqualTo(2.00001f);
    assertThat(worst.error()).isEqualTo((double) 2.00001f - 2);
    assertThat(worst.tolerance()).isEqualTo(1e-6 + 1e-5 * 2);
    assertThat(text.toString().lines()).containsExactly("1 passed, 0 failed, 0 skipped");
  }

  @Test
  void a_case_outside_its_tolerance_fails_at_the_element_worst_for_its_size() throws IOException {
    golden
        .tensor("y", StoredTensor.ofFloats(new float[] {1f, 1000f, 0f, 2f}, 2, 2))
        .add("far", "known", CLOSE);

    ConformanceReport report =
        run((c, a) ->
            new CaseResult()
                .output(NamedArray.of("y", new float[] {1f, 1000.05f, 0.5f, 2f}, 2, 2)));

    Finding finding = report.outcomes().getFirst().findings().getFirst();
    assertThat(finding.ok()).isFalse();
    assertThat(finding.worst().orElseThrow().index()).containsExactly(1, 0);
    assertThat(finding.worst().orElseThrow().error()).isEqualTo(0.5);
    assertThat(report.ok()).isFalse();
    assertThat(text.toString().lines())
        .containsExactly(
            "FAILED far (known)",
            "  output y: worst element [1, 0]: got 0.5, want 0.0, error 0.500,"
                + " tolerance 1.00e-06 (2 of 4 outside the tolerance)",
            "0 passed, 1 failed, 0 skipped");
  }

  @Test
  void the_shape_must_be_equal() throws IOException {
    golden.vector("y", 1f, 2f).add("shape", "known", CLOSE);

    Finding finding =
        finding((c, a) -> new CaseResult().output(NamedArray.of("y", new float[] {1, 2}, 1, 2)));

    assertThat(finding.problem()).isEqualTo("shape is [1, 2], expected [2]");
  }

  @Test
  void a_nan_where_a_number_is_expected_fails() throws IOException {
    golden.vector("y", 1f, 2f).add("nan", "known", CLOSE);

    Finding finding = finding(y(1f, Float.NaN));

    assertThat(finding.ok()).isFalse();
    assertThat(finding.worst().orElseThrow().error()).isInfinite();
  }

  @Test
  void a_missing_output_and_a_missing_gradient_fail() throws IOException {
    golden
        .vector("y", 1f)
        .add("missing", "known", CLOSE + ",'grads':{'x':{'tensor':'y','atol':0,'rtol':0}}");

    ConformanceReport report =
        run((c, a) -> new CaseResult().output(NamedArray.of("z", new float[1], 1)));

    assertThat(report.outcomes().getFirst().problems())
        .containsExactly(
            Finding.bad("output y", "missing from the runner's result"),
            Finding.bad("grad x", "missing from the runner's result"));
  }

  @Test
  void a_missing_field_fails_and_a_given_one_is_compared() throws IOException {
    golden.add("facts", "known", "'param_count':7,'widths':[['conv1',3]]");

    ConformanceReport report = run((c, a) -> new CaseResult().fact("param_count", 7L));

    assertThat(report.outcomes().getFirst().findings())
        .containsExactly(
            Finding.good("param_count"), Finding.bad("widths", "missing from the runner's result"));
  }

  @Test
  void a_case_that_compares_nothing_fails() throws IOException {
    golden.add("nothing", "known", "");

    assertThat(finding((c, a) -> new CaseResult()).problem()).isEqualTo("nothing was compared");
  }

  @Test
  void a_runner_may_compare_on_its_own() throws IOException {
    golden.add("own", "known", "");

    assertThat(finding((c, a) -> new CaseResult().check("std", 1.0, 1.05, 0.1)).ok()).isTrue();
    assertThat(finding((c, a) -> new CaseResult().check("std", 1.0, 1.2, 0.1)).ok()).isFalse();
    assertThat(finding((c, a) -> new CaseResult().check("std", Double.NaN, 1.2, 0.1)).ok())
        .isFalse();
  }

  @Test
  void an_exception_fails_its_case_and_the_run_goes_on() throws IOException {
    golden.vector("y", 1f).add("throws", "known", CLOSE).add("passes", "known", CLOSE);

    ConformanceReport report =
        run((c, a) -> {
          if (c.name().equals("throws")) {
            throw new IllegalStateException("boom");
          }
          return y(1f).run(c, a);
        });

    assertThat(report.outcomes().getFirst().problems())
        .containsExactly(Finding.bad("error", "IllegalStateException: boom"));
    assertThat(lastLine()).isEqualTo("1 passed, 1 failed, 0 skipped");
  }

  @Test
  void unknown_operators_are_skipped_by_name_with_counts() throws IOException {
    golden
        .vector("y", 1f)
        .add("a", "fold", CLOSE)
        .add("b", "erf", CLOSE)
        .add("c", "fold", CLOSE)
        .add("d", "known", CLOSE);

    ConformanceReport report = run(y(1f));

    assertThat(report.ok()).isTrue();
    assertThat(report.skipped()).containsExactly(Map.entry("erf", 1), Map.entry("fold", 2));
    assertThat(text.toString().lines())
        .containsExactly(
            "skipped erf: 1 cases (not built yet)",
            "skipped fold: 2 cases (not built yet)",
            "1 passed, 0 failed, 3 skipped");
  }

  @Test
  void cases_of_a_missing_model_are_skipped_by_operator_and_model() throws IOException {
    golden
        .vector("y", 1f)
        .add("a", "known", "'params':{'arch':'alexnet'}," + CLOSE)
        .add("b", "known", "'params':{'arch':'lenet5'}," + CLOSE);
    CaseRunner knowsOne =
        new CaseRunner() {
          @Override
          public CaseResult run(GoldenCase golden, Algorithms algorithms) {
            return new CaseResult().output(NamedArray.of("y", new float[] {1}, 1));
          }

          @Override
          public Optional<String> missing(GoldenCase golden) {
            return Optional.of(golden.params().text("arch")).filter(a -> !a.equals("lenet5"));
          }
        };

    ConformanceReport report = run(knowsOne);

    assertThat(report.skipped()).containsExactly(Map.entry("known of alexnet", 1));
    assertThat(report.outcomes().getFirst().lacking()).isEqualTo("known of alexnet");
    assertThat(report.outcomes().getLast().lacking()).isEmpty();
    assertThat(text.toString().lines())
        .containsExactly(
            "skipped known of alexnet: 1 cases (not built yet)", "1 passed, 0 failed, 1 skipped");
  }

  @Test
  void labels_are_whole_numbers_of_the_size_of_an_int() throws IOException {
    golden
        .vector("y", 1f)
        .tensor("near", StoredTensor.ofLongs(new long[] {0, 3}, 2))
        .tensor("far", StoredTensor.ofLongs(new long[] {0, 1L << 32}, 2))
        .add("labels", "known", "'inputs':{'near':'near','far':'far'}," + CLOSE)
        .write();
    GoldenCase labels = Manifest.read(dir).cases().getFirst();

    assertThat(labels.labels("near")).containsExactly(0, 3);
    assertThatThrownBy(() -> labels.labels("far"))
        .isInstanceOfSatisfying(
            GoldenCaseException.class,
            e -> assertThat(e.problem()).contains("label 1 of 'far' is 4294967296"));
  }

  @Test
  void a_corrupt_tensor_file_fails_its_cases_with_its_name() throws IOException {
    golden.vector("y", 1f, 2f, 3f).add("corrupt", "known", CLOSE);
    Path file = golden.write().resolve("t.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

    ConformanceReport report = runAgain(y(1f, 2f, 3f));

    assertThat(report.ok()).isFalse();
    assertThat(report.outcomes().getFirst().problems().getFirst().problem())
        .contains(file.toString())
        .contains("the file ends inside tensor 'y'");
  }

  @Test
  void a_tensor_that_is_not_in_the_file_fails_its_case() throws IOException {
    golden.vector("z", 1f).add("absent", "known", CLOSE);

    assertThat(finding(y(1f)).problem())
        .isEqualTo("GoldenCaseException: case absent: no tensor 'y' in t.safetensors");
  }

  @Test
  void the_runner_sees_inputs_parameters_cotangents_and_the_mode() throws IOException {
    golden
        .vector("x", 3f)
        .vector("c", 5f)
        .vector("y", 30f)
        .vector("g", 10f)
        .add(
            "scale",
            "known",
            "'params':{'factor':10},'inputs':{'x':'x'},'cotangents':{'y':'c'},"
                + "'outputs':{'y':{'tensor':'y','exact':true}},"
                + "'grads':{'x':{'tensor':'g','exact':true}}");

    ConformanceReport report =
        run((c, a) -> {
          assertThat(a).isEqualTo(Algorithms.EXACT);
          assertThat(c.inputRoles()).containsExactly("x");
          assertThat(c.cotangentRoles()).containsExactly("y");
          assertThat(c.wantsGrad("x")).isTrue();
          assertThat(c.cotangent("y").floats()).containsExactly(5f);
          float factor = c.params().integer("factor");
          return new CaseResult()
              .output(NamedArray.of("y", new float[] {c.input("x").floats()[0] * factor}, 1))
              .grad(NamedArray.of("x", new float[] {factor}, 1));
        });

    assertThat(report.ok()).as(text.toString()).isTrue();
  }

  @Test
  void an_input_that_is_not_there_is_named() throws IOException {
    golden.vector("x", 1f).add("inputs", "known", "'inputs':{'x':'x'},'param_count':1");

    assertThat(
            finding(
                    (c, a) -> {
                      c.input("w");
                      return new CaseResult();
                    })
                .problem())
        .isEqualTo("GoldenCaseException: case inputs: no input 'w' among [x]");
  }

  @Test
  void a_result_given_twice_is_refused() {
    CaseResult result = new CaseResult().output(NamedArray.of("y", new float[1], 1));

    assertThatThrownBy(() -> result.output(NamedArray.of("y", new float[1], 1)))
        .isInstanceOf(GoldenCaseException.class)
        .hasMessage("case result: output 'y' given twice");
  }

  @Test
  void a_folder_without_manifest_is_named() {
    FileAccessException e = catchThrowableOfType(FileAccessException.class, () -> runAgain(y(1f)));

    assertThat(e.file()).isEqualTo(dir.resolve("manifest.json"));
    assertThat(e.hint()).contains("manifest.json");
  }

  @Test
  void a_corrupt_manifest_is_named() throws IOException {
    Files.writeString(dir.resolve("manifest.json"), "{\"cases\": [");

    FileFormatException e = catchThrowableOfType(FileFormatException.class, () -> runAgain(y(1f)));

    assertThat(e.file()).isEqualTo(dir.resolve("manifest.json"));
    assertThat(e.problem()).contains("not valid JSON");
  }

  @Test
  void the_report_is_available_as_json() throws IOException {
    golden.vector("y", 1f).add("far", "known", CLOSE).add("later", "fold", CLOSE);

    ConformanceReport report = run(y(Float.POSITIVE_INFINITY));

    assertThat(report.toJson().toString())
        .isEqualTo(
            ("{'directory':'%s','algorithms':'exact','passed':0,'failed':1,'skipped':1,"
                    + "'skipped_for':{'fold':1},'failures':[{'case':'far','op':'known',"
                    + "'problems':[{'what':'output y','problem':'worst element [0]: got Infinity,"
                    + " want 1.0, error Infinity, tolerance 1.10e-05"
                    + " (1 of 1 outside the tolerance)',"
                    + "'worst':{'index':[0],'got':'Infinity','want':1.0,'error':'Infinity',"
                    + "'tolerance':1.1000000000000001E-5}}]}]}")
                .formatted(dir)
                .replace('\'', '"'));
  }
}
