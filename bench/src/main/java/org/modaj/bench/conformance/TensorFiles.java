package org.modaj.bench.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;

/** The tensor files of one folder, each read when it is first asked for. */
final class TensorFiles {
  private final Path dir;
  private final Map<String, SafeTensorsFile> read = new HashMap<>();

  TensorFiles(Path dir) {
    this.dir = dir;
  }

  /** Returns the content of the file called {@code name}. */
  SafeTensorsFile get(String name) throws IOException {
    SafeTensorsFile file = read.get(name);
    if (file == null) {
      file = SafeTensors.read(dir.resolve(name));
      read.put(name, file);
    }
    return file;
  }
}
