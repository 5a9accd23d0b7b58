package org.modaj.bench.conformance.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.bench.conformance.CaseResult;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.NamedArray;
import org.modaj.engine.Tensor;

/** Values that a training loop has in every step, to be compared as one array [steps, ...]. */
final class StepHistory {
  private final Map<String, List<NamedArray>> steps = new LinkedHashMap<>();

  /** Adds the value of one step, copied. */
  void add(String name, Tensor value, Layout layout) {
    steps.computeIfAbsent(name, n -> new ArrayList<>()).add(layout.write(name, value));
  }

  /** Adds every history as an output. */
  CaseResult addTo(CaseResult result) {
    steps.forEach((name, values) -> result.output(joined(name, values)));
    return result;
  }

  private static NamedArray joined(String name, List<NamedArray> values) {
    int[] shape = values.get(0).values().shape();
    int size = values.get(0).values().size();
    int[] all = new int[shape.length + 1];
    all[0] = values.size();
    System.arraycopy(shape, 0, all, 1, shape.length);
    float[] joined = new float[values.size() * size];
    for (int step = 0; step < values.size(); step++) {
      System.arraycopy(values.get(step).values().floats(), 0, joined, step * size, size);
    }
    return NamedArray.of(name, joined, all);
  }
}
