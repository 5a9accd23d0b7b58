package org.modaj.moda;

import java.util.Map;
import org.modaj.engine.io.StoredTensor;

/** Signs changed modules, as whoever changes them on purpose can: for tests of what follows. */
public final class ModuleSetSignature {
  private static final String DIGEST = "modaj.modules.sha256";

  private ModuleSetSignature() {}

  /** Puts the digest that fits into the metadata. */
  public static void sign(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
    metadata.remove(DIGEST);
    metadata.put(DIGEST, ModuleSetFile.digest(tensors, metadata));
  }
}
