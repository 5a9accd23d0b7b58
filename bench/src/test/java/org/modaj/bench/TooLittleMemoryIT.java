package org.modaj.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged jar with a small heap: one line that says what to change, and no stack trace. */
class TooLittleMemoryIT {
  @Test
  void aTrainingThatCannotFitIsRefusedBeforeItBegins() throws Exception {
    JavaRun run = train("-Xmx512m", "--width", "0.5", "--batch", "1024");

    assertThat(error(run))
        .startsWith("error: the training needs about ")
        .containsPattern("Java may use \\d+ MiB; give a smaller --batch or --width")
        .containsPattern("java -Xmx\\d+g -jar moda-bench\\.jar");
  }

  /** Not even the data and the weights fit, which are there before anything is estimated. */
  @Test
  void aHeapTooSmallForDataAndWeightsIsOneLineToo() throws Exception {
    JavaRun run = train("-Xmx128m");

    assertThat(error(run))
        .startsWith("error: out of memory: ")
        .containsPattern("at most \\d+ MiB of heap")
        .contains("java -Xmx<size>g -jar moda-bench.jar");
  }

  /** The last line on standard error of a run that failed. */
  private static String error(JavaRun run) {
    assertThat(run.code()).as("%s", run.err()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).noneMatch(line -> line.startsWith("\tat "));
    return run.err().getLast();
  }

  private static JavaRun train(String heap, String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(heap, "-jar", JavaRun.jar().toString(), "train", "--model", "vgg16"));
    arguments.addAll(List.of("--epochs", "1", "--json"));
    arguments.addAll(List.of(options));
    return JavaRun.of(JavaRun.java25(), Map.of(), arguments);
  }
}
