package org.modaj.engine.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.modaj.engine.EngineException;

/**
 * The content of one safetensors file: named tensors in file order, and text metadata by key.
 *
 * @param tensors tensors by name, in the order in which they are written
 * @param metadata free text by key, sorted by key
 */
public record SafeTensorsFile(
    SequencedMap<String, StoredTensor> tensors, SortedMap<String, String> metadata) {
  /** The one name the format keeps for itself. */
  static final String METADATA_KEY = "__metadata__";

  /**
   * Copies both maps.
   *
   * @throws EngineException when a tensor is called {@code __metadata__}
   */
  public SafeTensorsFile {
    if (tensors.containsKey(METADATA_KEY)) {
      throw new EngineException(
          "safetensors",
          null,
          "no tensor can be called " + METADATA_KEY + ", the format reserves it");
    }
    tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }

  /** Copies the tensors, in their order, and any map of metadata. */
  public static SafeTensorsFile of(
      SequencedMap<String, StoredTensor> tensors, Map<String, String> metadata) {
    return new SafeTensorsFile(tensors, new TreeMap<>(metadata));
  }

  /**
   * Returns the tensor called {@code name}.
   *
   * @throws EngineException when there is none; the message lists the names there are
   */
  public StoredTensor tensor(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new EngineException(
          "safetensors", null, "no tensor '%s' among %s".formatted(name, tensors.keySet()));
    }
    return tensor;
  }
}
