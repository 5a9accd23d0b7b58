package org.modaj.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The folder with the real files of data sets, where there is one: the system property {@code
 * moda.shared.data}, the environment variable {@code MODA_SHARED_DATA}, or {@code ../shared/data}
 * from the root of the repository. Tests that need it are skipped without it.
 */
public final class SharedFiles {
  private SharedFiles() {}

  /** Returns the folder, or skips the test. */
  public static Path require() {
    Optional<Path> folder =
        Stream.of(
                System.getProperty("moda.shared.data"),
                System.getenv("MODA_SHARED_DATA"),
                "../../shared/data")
            .filter(path -> path != null && !path.isEmpty())
            .map(Path::of)
            .filter(Files::isDirectory)
            .findFirst();
    Assumptions.assumeTrue(folder.isPresent(), "no folder with the real files of data sets");
    return folder.orElseThrow();
  }
}
