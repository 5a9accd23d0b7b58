package org.modaj.bench.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.modaj.bench.kernels.KernelBenchmark;
import org.modaj.bench.kernels.PeakBenchmark;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmarks of this program: what JMH lists, each parameter value by itself. */
public final class KernelCases {
  private static final String SUFFIX = "Benchmark";

  private KernelCases() {}

  /** All but the peaks, in alphabetical order of classes and methods. */
  public static List<KernelCase> all() {
    return list().stream().filter(c -> !isPeak(c)).toList();
  }

  /** Those whose name contains a match of the pattern. */
  public static List<KernelCase> matching(Pattern pattern) {
    return all().stream().filter(c -> pattern.matcher(c.name()).find()).toList();
  }

  /** The peak of a kind: {@code "fma"} or {@code "triad"}. */
  static KernelCase peak(String method) {
    return list().stream()
        .filter(c -> isPeak(c) && c.benchmark().endsWith("." + method))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isPeak(KernelCase c) {
    return c.benchmark().startsWith(PeakBenchmark.class.getName() + ".");
  }

  private static List<KernelCase> list() {
    var quiet = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
    List<KernelCase> cases = new ArrayList<>();
    for (BenchmarkListEntry entry : BenchmarkList.defaultList().getAll(quiet, List.of())) {
      for (Map<String, String> parameters : combinations(entry)) {
        cases.add(of(entry.getUsername(), parameters));
      }
    }
    return cases;
  }

  /** Every value of each parameter with every value of the others. */
  private static List<Map<String, String>> combinations(BenchmarkListEntry entry) {
    List<Map<String, String>> all = new ArrayList<>();
    all.add(new LinkedHashMap<>());
    if (entry.getParams().hasValue()) {
      entry
          .getParams()
          .get()
          .forEach((name, values) -> {
            List<Map<String, String>> before = List.copyOf(all);
            all.clear();
            for (Map<String, String> combination : before) {
              for (String value : values) {
                Map<String, String> more = new LinkedHashMap<>(combination);
                more.put(name, value);
                all.add(more);
              }
            }
          });
    }
    return all;
  }

  private static KernelCase of(String benchmark, Map<String, String> parameters) {
    int dot = benchmark.lastIndexOf('.');
    String method = benchmark.substring(dot + 1);
    KernelBenchmark instance = instance(benchmark.substring(0, dot), parameters);
    String type = instance.getClass().getSimpleName();
    String group =
        type.substring(0, 1).toLowerCase(Locale.ROOT)
            + type.substring(1, type.length() - SUFFIX.length());
    List<String> words = new ArrayList<>(List.of(group + "." + method));
    words.addAll(parameters.values());
    return new KernelCase(String.join(" ", words), benchmark, parameters, instance.work(method));
  }

  /** The benchmark's own object with its parameters, without the arrays of its set-up. */
  private static KernelBenchmark instance(String type, Map<String, String> parameters) {
    try {
      Object instance = Class.forName(type).getDeclaredConstructor().newInstance();
      for (Map.Entry<String, String> parameter : parameters.entrySet()) {
        var field = instance.getClass().getField(parameter.getKey());
        field.set(instance, value(field.getType(), parameter.getValue()));
      }
      return (KernelBenchmark) instance;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the benchmark " + type + " is not as the build left it", e);
    }
  }

  /** The value that a text stands for, for the types of parameter there are. */
  private static Object value(Class<?> type, String text) {
    if (type == int.class) {
      return Integer.valueOf(text);
    }
    Object[] constants = type.getEnumConstants();
    return constants == null
        ? text
        : Arrays.stream(constants).filter(c -> c.toString().equals(text)).findFirst().orElseThrow();
  }
}
