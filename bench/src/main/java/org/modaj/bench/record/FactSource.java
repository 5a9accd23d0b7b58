package org.modaj.bench.record;

import java.util.Map;

/** Something that knows facts which every result records. */
@FunctionalInterface
public interface FactSource {
  /** Returns the facts by name, as JSON values, in the order to show them. */
  Map<String, Object> facts();
}
