package org.modaj.bench.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where commands compute, as far as that needs no cluster. */
class ClusterOptionsTest {
  @TempDir private Path dir;

  @Test
  void withoutSparkOneLineSaysHowToStartIt() {
    CliRun.of("reproduce", "rq2", "--on", "spark", "--out", dir.toString())
        .assertFailed("Apache Spark is not on the class path", "spark-submit --master URL");
  }

  @Test
  void anUnknownPlaceIsRefused() {
    CliRun.of("reproduce", "rq2", "--on", "moon")
        .assertRefused("reproduce rq2", "--on", "here, spark", "moon");
  }
}
