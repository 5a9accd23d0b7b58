package org.modaj.bench.record;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.engine.kernel.KernelProvider;
import org.modaj.engine.kernel.Parallel;

/** Which kernels this process computes with, and why. */
final class KernelFacts {
  private KernelFacts() {}

  static FactSource current() {
    KernelProvider.Choice choice = KernelProvider.choice();
    return () -> {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("kernels", choice.provider());
      facts.put("lanes", choice.lanes());
      facts.put("fma", choice.fma());
      facts.put("kernels_reason", choice.reason());
      facts.put("default_threads", Parallel.threads());
      return facts;
    };
  }
}
