package org.modaj.bench.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modaj.engine.io.StoredTensor;

/**
 * What a runner computed for one case. The harness looks up every value the case expects; results
 * that the case does not expect are ignored.
 */
public final class CaseResult {
  private final Map<String, StoredTensor> outputs = new LinkedHashMap<>();
  private final Map<String, StoredTensor> grads = new LinkedHashMap<>();
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final List<Finding> checks = new ArrayList<>();

  /** Adds an output, in the layout of the case, and returns this. */
  public CaseResult output(NamedArray output) {
    putOnce("output", outputs, output.name(), output.values());
    return this;
  }

  /** Adds the gradient with respect to the input of that name and returns this. */
  public CaseResult grad(NamedArray grad) {
    putOnce("grad", grads, grad.name(), grad.values());
    return this;
  }

  /**
   * Adds a value for an expected field of the case and returns this.
   *
   * @param value a number, text, boolean, or a list or map of such values
   */
  public CaseResult fact(String name, Object value) {
    putOnce("fact", facts, name, value);
    return this;
  }

  /**
   * Adds a comparison that the manifest does not describe and returns this.
   *
   * @param what how messages call it
   * @param tolerance largest |got - want| that passes
   */
  public CaseResult check(String what, double got, double want, double tolerance) {
    double error = got == want ? 0 : Math.abs(got - want);
    if (Double.isNaN(error)) {
      error = Double.POSITIVE_INFINITY;
    }
    WorstElement element = new WorstElement(new int[0], got, want, error, tolerance);
    checks.add(new Finding(what, element.within() ? "" : element.toString(), Optional.of(element)));
    return this;
  }

  private static <V> void putOnce(String kind, Map<String, V> map, String name, V value) {
    if (map.putIfAbsent(name, value) != null) {
      throw new GoldenCaseException("result", "%s '%s' given twice".formatted(kind, name));
    }
  }

  /**
   * Compares everything {@code golden} expects with what is here.
   *
   * @param rounding error that a tensor may have beyond its tolerance, relative to its largest
   *     value; none where equality is expected
   */
  List<Finding> compareWith(GoldenCase golden, double rounding) {
    List<Finding> findings = new ArrayList<>();
    for (Expectation expectation : golden.outputs()) {
      findings.add(compare("output ", expectation, outputs, golden, rounding));
    }
    for (Expectation expectation : golden.grads()) {
      findings.add(compare("grad ", expectation, grads, golden, rounding));
    }
    golden
        .facts()
        .forEach((name, want) ->
            findings.add(
                facts.containsKey(name)
                    ? FactComparison.compare(name, want, facts.get(name))
                    : Finding.bad(name, "missing from the runner's result")));
    findings.addAll(checks);
    if (findings.isEmpty()) {
      findings.add(Finding.bad("case", "nothing was compared"));
    }
    return findings;
  }

  private static Finding compare(
      String kind,
      Expectation expectation,
      Map<String, StoredTensor> got,
      GoldenCase golden,
      double rounding) {
    String what = kind + expectation.role();
    StoredTensor value = got.get(expectation.role());
    return value == null
        ? Finding.bad(what, "missing from the runner's result")
        : TensorComparison.compare(what, expectation, value, golden::stored, rounding);
  }
}
