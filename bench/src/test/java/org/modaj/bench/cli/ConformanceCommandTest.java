package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.CaseRunners;
import org.modaj.bench.conformance.ConformanceRun;
import picocli.CommandLine;

class ConformanceCommandTest {
  @TempDir Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return run(new ConformanceCommand(), args);
  }

  private int run(ConformanceCommand command, String... args) {
    Failures failures = new Failures();
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures)
        .execute(args);
  }

  private void manifest(String op) throws IOException {
    Files.writeString(
        dir.resolve("manifest.json"), "{\"cases\":[{\"case\":\"a\",\"op\":\"" + op + "\"}]}");
  }

  @Test
  void ends_with_the_counts() throws IOException {
    manifest("no_such_op");

    assertThat(run(dir.toString())).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "skipped no_such_op: 1 cases (not built yet)", "0 passed, 0 failed, 1 skipped");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void a_failing_case_is_exit_1() throws IOException {
    manifest("gives_nothing");
    CaseRunners runners = new CaseRunners(Map.of("gives_nothing", (c, a) -> new CaseResult()));

    assertThat(run(new ConformanceCommand(new ConformanceRun(runners)), dir.toString()))
        .isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            "FAILED a (gives_nothing)",
            "  case: nothing was compared",
            "0 passed, 1 failed, 0 skipped");
  }

  @Test
  void json_is_alone_on_standard_output() throws IOException {
    manifest("no_such_op");

    assertThat(run(dir.toString(), "--json", "--default-algorithms")).isZero();

    JsonObject json = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertThat(json.get("skipped").getAsInt()).isEqualTo(1);
    assertThat(json.get("algorithms").getAsString()).isEqualTo("default");
    assertThat(err.toString().lines()).endsWith("0 passed, 0 failed, 1 skipped");
  }

  @Test
  void a_folder_without_manifest_is_one_line_and_exit_1() {
    assertThat(run(dir.toString())).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "error: cannot read "
                + dir.resolve("manifest.json")
                + ": no such file. Name a folder of golden cases, one with a manifest.json.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void a_corrupt_manifest_is_one_line_and_exit_1() throws IOException {
    Files.writeString(dir.resolve("manifest.json"), "{");

    assertThat(run(dir.toString())).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains("not valid JSON");
  }

  @Test
  void wrong_usage_is_exit_2() {
    assertThat(run()).isEqualTo(2);
    assertThat(run(dir.toString(), "--fast")).isEqualTo(2);
  }
}
