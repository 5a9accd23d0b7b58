package org.modaj.bench.conformance;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The golden cases among the test resources. */
final class GoldenFolders {
  private GoldenFolders() {}

  static Path ops() {
    return folder("/golden/ops");
  }

  static Path layers() {
    return folder("/golden/layers");
  }

  static Path moda() {
    return folder("/golden/moda");
  }

  static GoldenCase modaCase(String name) throws IOException {
    return Manifest.read(moda()).cases().stream()
        .filter(golden -> golden.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Path folder(String resource) {
    try {
      return Path.of(GoldenFolders.class.getResource(resource).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
