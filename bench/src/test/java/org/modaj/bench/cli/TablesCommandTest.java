package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesCommandTest {
  @TempDir Path dir;

  private Path file(String name, String text) {
    try {
      return Files.writeString(dir.resolve(name), text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void curvesOfATraining() {
    Path train =
        file(
            "train",
            "{'command':'train','history':[{'epoch':1,'cross_entropy':1.78531,'affinity':null,"
                + "'train_accuracy':0.2847,'test_accuracy':0.35},"
                + "{'epoch':2,'cross_entropy':1,'affinity':0.25,"
                + "'train_accuracy':0.5,'test_accuracy':0.6}]}");

    assertThat(CliRun.of("tables", train.toString()).out())
        .isEqualTo(
            """
            | epoch | cross-entropy | affinity | training accuracy, % | test accuracy, % |
            | --- | --- | --- | --- | --- |
            | 1 | 1.7853 |  | 28.47 | 35.00 |
            | 2 | 1.0000 | 0.2500 | 50.00 | 60.00 |
            """);
  }

  @Test
  void meansOfSubTasksAndWhatWasModularized() {
    String means =
        "'tasks':%s,'composed_accuracy':0.5,'full_accuracy':0.625,'gap':-0.125,'size':1}";
    Path subtasks =
        file(
            "subtasks",
            "{'command':'subtasks','mean_over_tasks':{"
                + means.formatted(46)
                + ",'mean_over_sizes':{"
                + means.formatted(46)
                + ",'by_size':[{'classes':2,"
                + means.formatted(45)
                + "]}");
    Path modules =
        file(
            "modules",
            "{'command':'modularize','threshold':0.9,'starved':'largest',"
                + "'mean_module_size':0.25,'mean_overlap':0.125}");

    CliRun run = CliRun.of("tables", subtasks.toString(), modules.toString());

    assertThat(run.out())
        .isEqualTo(
            """
            | classes | tasks | composed, % | full, % | gap, points | size, % |
            | --- | --- | --- | --- | --- | --- |
            | 2 | 45 | 50.00 | 62.50 | -12.50 | 100.00 |
            | all tasks | 46 | 50.00 | 62.50 | -12.50 | 100.00 |
            | all sizes | 46 | 50.00 | 62.50 | -12.50 | 100.00 |

            | threshold | starved rule | mean size, % | mean overlap, % |
            | --- | --- | --- | --- |
            | 0.9 | largest | 25.00 | 12.50 |
            """);
    assertThat(CliRun.of("tables", modules.toString(), "--json").json().keySet())
        .isEqualTo(JsonPage.keys("tables"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no json {", "[1]", "{}", "{'command':'info'}", "{'command':'train'}"})
  void filesThatAreNoResults(String text) {
    CliRun.of("tables", file("other", text).toString()).assertFailed(dir.resolve("other") + ": ");
  }

  @Test
  void noFile() {
    CliRun.of("tables").assertRefused("tables", "Missing required parameter: 'RESULT");
    CliRun.of("tables", dir.resolve("missing").toString())
        .assertFailed("cannot read " + dir.resolve("missing"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'command':[]}",
        "{'command':null}",
        "{'command':'train','history':[1]}",
        "{'command':'train','history':[null]}",
        "{'command':'train','history':[{'epoch':{}}]}",
        "{'command':'train','history':[{'test_accuracy':'high'}]}",
        "{'command':'compose','class_names':[null]}",
        "{'command':'subtasks','by_size':[]}",
        "{'command':'subtasks','by_size':[],'mean_over_tasks':1,'mean_over_sizes':{}}",
        "{'command':'modularize','threshold':[[1]]}"
      })
  void valuesOfOtherTypesAreNamed(String text) {
    CliRun run = CliRun.of("tables", file("other", text).toString());

    run.assertFailed(dir.resolve("other") + ": ");
    assertThat(run.err()).doesNotContain("http");
  }
}
