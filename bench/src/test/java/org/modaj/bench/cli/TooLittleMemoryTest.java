package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.experiment.TrainingRun;

/** A training that does not fit into the heap is refused before its first step. */
class TooLittleMemoryTest {
  private static final long MIB = 1 << 20;
  private static final Pattern MESSAGE =
      Pattern.compile(
          "error: the training needs about ([\\d,]+) MiB \\(weights [\\d,]+, step ([\\d,]+), .*\\)"
              + " of memory, but Java may use ([\\d,]+) MiB; give a smaller --batch or --width, or"
              + " allow more with: java -Xmx(\\d+)g -jar moda-bench.jar \\.\\.\\.");

  /** All samples in one step, of a wide network: far more than the heap of any test. */
  @Test
  void theEstimateAndTheHeapAreSaidInMiBWithTheFlagToChange(@TempDir Path dir) {
    CliRun run =
        CliRun.of(
            "train",
            "--json",
            "--model",
            "lenet5",
            "--method",
            "st",
            "--width",
            "16",
            "--batch",
            "8000",
            "--epochs",
            "1",
            "--out",
            dir.toString());

    run.assertFailed("the training needs about");
    String error = run.err().lines().reduce((a, last) -> last).orElseThrow();
    Matcher said = MESSAGE.matcher(error);
    assertThat(said.matches()).as(error).isTrue();
    long needed = number(said, 1);
    long heap = number(said, 3);
    assertThat(heap).isEqualTo(Runtime.getRuntime().maxMemory() / MIB);
    assertThat(needed).isGreaterThan(heap).isGreaterThan(number(said, 2));
    assertThat(number(said, 4) * 1024).as("what is advised is enough").isGreaterThan(needed);
    assertThat(dir.resolve(TrainingRun.CHECKPOINT)).doesNotExist();
  }

  private static long number(Matcher said, int group) {
    return Long.parseLong(said.group(group).replace(",", ""));
  }
}
