package org.modaj.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that {@code faster-start} makes beside a jar. */
class FasterStartIT {
  private static final String FROM_ARCHIVE = "org.modaj.bench.Main source: shared objects file";

  @TempDir static Path folder;

  @Test
  void classesComeFromTheArchiveUntilTheJarChanges() throws Exception {
    Path jar = Files.copy(JavaRun.jar(), folder.resolve("copy.jar"));

    JavaRun made = run(jar, "", "faster-start");

    assertThat(made.code()).as("%s", made.err()).isZero();
    assertThat(made.out()).singleElement().asString().contains("copy-", ".jsa");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2); // the jar and its archive, and nothing that was on the way
    }
    assertThat(run(jar, "-Xlog:class+load", "--version").out())
        .anyMatch(line -> line.contains(FROM_ARCHIVE));

    Files.setLastModifiedTime(jar, FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    JavaRun changed = run(jar, "-Xlog:class+load", "--version");
    assertThat(changed.code()).isZero();
    assertThat(changed.out()).noneMatch(line -> line.contains(FROM_ARCHIVE));
    assertThat(changed.err()).noneMatch(line -> line.contains("archive"));
  }

  private static JavaRun run(Path jar, String options, String command) throws Exception {
    return JavaRun.of(
        "java", Map.of("MODA_JAVA_OPTS", options), List.of("-jar", jar.toString(), command));
  }
}
