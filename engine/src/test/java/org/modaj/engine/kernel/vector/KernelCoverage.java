package org.modaj.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.modaj.engine.kernel.vector.KernelArguments.Content;

/** What the cases of one kernel method were: none may go without the sizes and values that bite. */
final class KernelCoverage {
  /** Elements that a single value brings along: the window of a convolution, four gates. */
  private static final int AROUND_ONE = 9;

  private static final Set<String> REQUIRED =
      Set.of("an empty array", "size 1", "NaN", "+Infinity", "-Infinity", "-0.0");

  private final Set<String> seen = new TreeSet<>();

  /** Counts the arguments of a call; plain arrays have their true length. */
  void add(Content content, KernelArguments arguments) {
    int shortest = Integer.MAX_VALUE;
    int longest = 0;
    for (int i = 0; i < arguments.count(); i++) {
      for (float[] array : KernelArguments.arrays(arguments.value(i))) {
        shortest = Math.min(shortest, array.length);
        longest = Math.max(longest, array.length);
        if (!arguments.mayModify(i)) {
          addValues(array);
        }
      }
    }
    if (content == Content.PLAIN && shortest == 0) {
      seen.add("an empty array");
    }
    if (content == Content.PLAIN && shortest == 1 && longest <= AROUND_ONE) {
      seen.add("size 1");
    }
  }

  private void addValues(float[] array) {
    for (float value : array) {
      if (Float.isNaN(value)) {
        seen.add("NaN");
      } else if (Float.isInfinite(value)) {
        seen.add(value > 0 ? "+Infinity" : "-Infinity");
      } else if (Float.floatToRawIntBits(value) == Float.floatToRawIntBits(-0f)) {
        seen.add("-0.0");
      }
    }
  }

  /** Fails when one of them was not among the cases. */
  void assertComplete(String kernel) {
    assertThat(seen).as("cases of " + kernel).containsAll(REQUIRED);
  }
}
