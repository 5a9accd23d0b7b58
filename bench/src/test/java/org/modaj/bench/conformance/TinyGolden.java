package org.modaj.bench.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;
import org.modaj.engine.io.StoredTensor;

/** Writes a folder of golden cases for one test; all tensors lie in {@code t.safetensors}. */
final class TinyGolden {
  private final Path dir;
  private final SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
  private final List<String> cases = new ArrayList<>();

  TinyGolden(Path dir) {
    this.dir = dir;
  }

  TinyGolden tensor(String name, StoredTensor tensor) {
    tensors.put(name, tensor);
    return this;
  }

  TinyGolden vector(String name, float... values) {
    return tensor(name, StoredTensor.ofFloats(values, values.length));
  }

  /** Adds a case; {@code fields} is JSON without braces and may use ' for ". */
  TinyGolden add(String name, String op, String fields) {
    String body = "'case':'%s','op':'%s','file':'t.safetensors'".formatted(name, op);
    cases.add("{" + body + (fields.isEmpty() ? "" : "," + fields) + "}");
    return this;
  }

  Path write() throws IOException {
    String json = "{'cases':[" + String.join(",\n", cases) + "]}";
    Files.writeString(dir.resolve(Manifest.FILE), json.replace('\'', '"'));
    SafeTensors.write(dir.resolve("t.safetensors"), SafeTensorsFile.of(tensors, Map.of()));
    return dir;
  }
}
