package org.modaj.bench.record;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.engine.kernel.KernelProvider;
import org.modaj.engine.kernel.Parallel;

/** Which kernels this process computes with, and why. */
final class KernelFacts {
  private KernelFacts() {}

  static FactSource current() {
    KernelProvider.Choice choice = KernelProvider.choice();
    String conv = Conv2dMode.current().label();
    return () -> {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("kernels", choice.provider());
      facts.put("lanes", choice.lanes());
      facts.put("fma", choice.fma());
      facts.put("kernels_reason", choice.reason());
      facts.put("conv", conv);
      facts.put("default_threads", Parallel.threads());
      return facts;
    };
  }
}
