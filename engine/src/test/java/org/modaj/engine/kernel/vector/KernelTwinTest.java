package org.modaj.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.kernel.Fma;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.Parallel;

/** The vector kernels give the bits of the scalar kernels, for every method there is. */
class KernelTwinTest {
  private int threads;

  @BeforeEach
  void rememberThreads() {
    threads = Parallel.threads();
  }

  @AfterEach
  void restoreThreads() {
    Parallel.setThreads(threads);
  }

  /** A kernel method and its two implementations. */
  record Twin(String name, Method method, Object scalar, Object vector) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Twin> twins() {
    return kernels().values().stream();
  }

  private static Map<String, Twin> kernels() {
    Kernels scalar = Kernels.scalar();
    Kernels vector = new VectorProvider().kernels();
    Map<String, Twin> twins = new TreeMap<>();
    for (RecordComponent component : Kernels.class.getRecordComponents()) {
      for (Method method : component.getType().getMethods()) {
        if (Modifier.isAbstract(method.getModifiers())) {
          String name = component.getType().getSimpleName() + "." + method.getName();
          Object one = invoke(component.getAccessor(), scalar);
          Object other = invoke(component.getAccessor(), vector);
          assertThat(twins.put(name, new Twin(name, method, one, other)))
              .as("overloads of " + name)
              .isNull();
        }
      }
    }
    return twins;
  }

  @Test
  void everyMethodHasCases() {
    assertThat(KernelCases.all().keySet()).isEqualTo(kernels().keySet());
  }

  /** Cases that a kernel cannot be without: nothing, one value, and values that are not numbers. */
  @ParameterizedTest
  @MethodSource("twins")
  void casesIncludeEmptySingleAndNonFiniteInputs(Twin twin) {
    KernelCoverage coverage = new KernelCoverage();
    AtomicInteger calls = new AtomicInteger();
    for (KernelArguments.Content content : KernelArguments.Content.values()) {
      KernelCases.all()
          .get(twin.name)
          .make(
              () -> new KernelArguments(calls.getAndIncrement(), content),
              arguments -> coverage.add(content, arguments));
    }
    coverage.assertComplete(twin.name);
  }

  @ParameterizedTest
  @MethodSource("twins")
  void giveTheSameBits(Twin twin) {
    assumeTrue(Fma.IN_HARDWARE, "without hardware fma there are only scalar kernels");
    int[] threadCounts = {1, 2, 3};
    AtomicInteger calls = new AtomicInteger();
    for (KernelArguments.Content content : KernelArguments.Content.values()) {
      KernelCases.all()
          .get(twin.name)
          .make(
              () -> new KernelArguments(calls.get(), content),
              arguments -> {
                Parallel.setThreads(threadCounts[calls.getAndIncrement() % threadCounts.length]);
                compare(twin, arguments);
              });
    }
    assertThat(calls).hasPositiveValue();
  }

  private static void compare(Twin twin, KernelArguments arguments) {
    Object[] before = arguments.copies();
    Object[] expected = arguments.copies();
    Object[] actual = arguments.copies();
    invoke(twin.method, twin.scalar, expected);
    invoke(twin.method, twin.vector, actual);
    for (int i = 0; i < arguments.count(); i++) {
      List<float[]> wanted = KernelArguments.arrays(expected[i]);
      List<float[]> got = KernelArguments.arrays(actual[i]);
      List<float[]> old = KernelArguments.arrays(before[i]);
      for (int j = 0; j < wanted.size(); j++) {
        String what = "argument " + i + " of " + arguments + ", " + Parallel.threads() + " threads";
        Bits.assertSame(what, got.get(j), wanted.get(j));
        if (!arguments.mayModify(i)) {
          Bits.assertSame(what + ", not modified", got.get(j), old.get(j));
        }
      }
    }
  }

  private static Object invoke(Method method, Object target, Object... arguments) {
    try {
      method.setAccessible(true);
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw new AssertionError(method + " failed", e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
