package org.modaj.bench.conformance;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

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
    return new CaseRunners(Map.of());
  }

  /** Returns the runner for {@code op}, or for {@code op} without its trailing numbers. */
  public Optional<CaseRunner> find(String op) {
    CaseRunner exact = byOp.get(op);
    return Optional.ofNullable(exact != null ? exact : byOp.get(family(op)));
  }

  static String family(String op) {
    return TRAILING_NUMBERS.matcher(op).replaceFirst("");
  }
}
