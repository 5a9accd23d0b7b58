package org.modaj.bench.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;
import org.modaj.engine.io.StoredTensor;

/**
 * Damage of files of the safetensors format: of any bytes, or of what the file holds, written in
 * the right format again, so that what reads the content sees it too.
 *
 * @param folder for temporary files
 * @param signer brings digests in the metadata up to date
 */
record SafeTensorsDamage(Path folder, Signer signer) implements FuzzTarget.Damage {
  /** Changes metadata so that it fits changed tensors and metadata. */
  @FunctionalInterface
  interface Signer {
    void sign(Map<String, StoredTensor> tensors, Map<String, String> metadata);
  }

  @Override
  public byte[] of(byte[] good, Mutations mutations) throws Exception {
    if (mutations.half()) {
      return mutations.of(good);
    }
    Path file = Files.write(folder.resolve("content"), good);
    SafeTensorsFile content = SafeTensors.read(file);
    LinkedHashMap<String, StoredTensor> tensors = new LinkedHashMap<>(content.tensors());
    Map<String, String> metadata = new TreeMap<>(content.metadata());
    if (mutations.half() && mutations.half() && !tensors.isEmpty()) {
      changeTensor(tensors, mutations);
    } else if (!metadata.isEmpty()) {
      String key = mutations.pick(List.copyOf(metadata.keySet()));
      metadata.put(key, mutations.of(metadata.get(key)));
    }
    signer.sign(tensors, metadata);
    SafeTensors.write(file, SafeTensorsFile.of(tensors, metadata));
    return Files.readAllBytes(file);
  }

  private static void changeTensor(
      LinkedHashMap<String, StoredTensor> tensors, Mutations mutations) {
    List<String> names = new ArrayList<>(tensors.keySet());
    String name = mutations.pick(names);
    StoredTensor old = tensors.remove(name);
    switch (mutations.pick(List.of(0, 1, 2, 3))) {
      case 0 -> tensors.put(name, StoredTensor.ofFloats(new float[] {Float.NaN}, 1, 1));
      case 1 -> tensors.put(name, StoredTensor.ofInts(new int[0], 0, 3));
      case 2 -> tensors.put(name, tensors.getOrDefault(mutations.pick(names), old));
      default -> tensors.put(name + ".more", old);
    }
  }
}
