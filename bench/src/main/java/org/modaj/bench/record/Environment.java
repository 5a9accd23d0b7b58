package org.modaj.bench.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All that is known of the running program and its machine; a new source is one line here. */
public final class Environment {
  private static final List<Supplier<FactSource>> SOURCES =
      List.of(BuildInfo::current, Machine::current, KernelFacts::current);

  private Environment() {}

  /** Returns the facts of all sources by name, in order; the caller owns the map. */
  public static Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    SOURCES.forEach(source -> facts.putAll(source.get().facts()));
    return facts;
  }
}
