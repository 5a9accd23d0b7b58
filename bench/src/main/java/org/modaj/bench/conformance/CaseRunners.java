package org.modaj.bench.conformance;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.modaj.bench.conformance.moda.ObjectiveCases;
import org.modaj.bench.conformance.ops.LayerCases;
import org.modaj.bench.conformance.ops.ProductCases;

/** The runners there are, by name of the operator. */
public final class CaseRunners {
  /**
   * Numbers at the end of an operator's name repeat its parameters: {@code leaky_relu_0p01}, {@code
   * clamp_m0p5_0p75} (p is the point, m the minus).
   */
  private static final Pattern TRAILING_NUMBERS = Pattern.compile("(_m?[0-9]+(p[0-9]+)?)+$");

  private final SortedMap<String, CaseRunner> byOp;

  /** Copies the runners; a key is a whole name or one without its trailing numbers. */
  public CaseRunners(Map<String, CaseRunner> byOp) {
    this.byOp = new TreeMap<>(byOp);
  }

  /** Returns the runners of all operators this library has. */
  public static CaseRunners standard() {
    Map<String, CaseRunner> runners = new TreeMap<>();
    runners.put("batch_norm1d", LayerCases::batchNorm);
    runners.put("batch_norm2d", LayerCases::batchNorm);
    runners.put("conv2d", ProductCases::conv2d);
    runners.put("cross_entropy", LayerCases::crossEntropy);
    runners.put("linear", ProductCases::linear);
    runners.put("matmul", ProductCases::matmul);
    runners.put("max_pool2d", LayerCases::maxPool2d);
    runners.put("relu", LayerCases::relu);

    runners.put("activation_rates_and_masks", ObjectiveCases::ratesAndMasks);
    runners.put("moda_losses", ObjectiveCases::losses);
    return new CaseRunners(runners);
  }

  /** Returns the runner for {@code op}, or for {@code op} without its trailing numbers. */
  public Optional<CaseRunner> find(String op) {
    CaseRunner exact = byOp.get(op);
    return Optional.ofNullable(exact != null ? exact : byOp.get(family(op)));
  }

  /**
   * Returns what this library lacks to compute the case: the operator, or {@code "compose of
   * alexnet"} where the operator is there and its model is not. Usually nothing.
   */
  public Optional<String> lacking(GoldenCase golden) {
    Optional<CaseRunner> runner = find(golden.op());
    return runner.isEmpty()
        ? Optional.of(golden.op())
        : runner.get().missing(golden).map(part -> golden.op() + " of " + part);
  }

  static String family(String op) {
    return TRAILING_NUMBERS.matcher(op).replaceFirst("");
  }
}
