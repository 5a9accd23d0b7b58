package org.modaj.bench.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.measure.KernelCase;
import org.modaj.bench.measure.KernelCases;
import org.modaj.bench.measure.KernelComparison;
import org.modaj.bench.measure.KernelReport;
import org.modaj.bench.measure.KernelRun;
import org.modaj.bench.measure.KernelSettings;
import org.modaj.bench.measure.StoredReport;
import org.modaj.bench.record.RunRecord;
import org.modaj.engine.io.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures the kernels with JMH, beside the machine's peaks. */
@Command(
    name = "kernels",
    description = {
      "Measures how fast the kernels are, and how near the peak of this machine.",
      "Each is run by JMH in a JVM of its own. The peaks, fused multiply-adds and memory traffic,",
      "are measured in the same run: first, and again after each minute."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  java -jar moda-bench.jar kernels --list",
      "  java -jar moda-bench.jar kernels 'gemm|conv.forward' --out before.json",
      "  java -jar moda-bench.jar kernels 'gemm|conv.forward' --compare before.json"
    })
final class KernelsCommand implements Callable<Integer> {
  private static final int MOST_FORKS = 100;
  private static final double MOST_SECONDS = 600;
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private OverwriteOptions overwrite;

  @Parameters(
      arity = "0..1",
      defaultValue = "",
      paramLabel = "PATTERN",
      description = "Regular expression to be found in a kernel's name (default: all kernels).")
  private String pattern;

  @Option(names = "--list", description = "Print the names and measure nothing.")
  private boolean list;

  @Option(
      names = "--forks",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "JVMs for each kernel, 1 to 100; more show how much runs differ"
              + " (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Option(
      names = "--time",
      defaultValue = "1",
      paramLabel = "SECONDS",
      description = "Measure this long in each JVM, up to 600 (default: ${DEFAULT-VALUE}).")
  private double time;

  @Option(
      names = "--warm-up",
      defaultValue = "3",
      paramLabel = "SECONDS",
      description = {
        "Run this long before, for the compiler, up to 600 (default: ${DEFAULT-VALUE}). What is",
        "not compiled yet is slow and allocates; on a busy machine the compiler needs longer."
      })
  private double warmUp;

  @Option(names = "--prof-gc", description = "Count the bytes that a call allocates.")
  private boolean countAllocation;

  @Option(names = "--out", paramLabel = "FILE", description = "Save the result as JSON.")
  private @Nullable Path out;

  @Option(
      names = "--compare",
      paramLabel = "OLD",
      description = "Say what got faster or slower since the saved result OLD.")
  private @Nullable Path old;

  @Override
  public Integer call() throws IOException {
    check(forks >= 1 && forks <= MOST_FORKS, "--forks must be from 1 to 100, not " + forks);
    check(time > 0 && time <= MOST_SECONDS, "--time must be above 0 and at most 600, not " + time);
    check(
        warmUp >= 0 && warmUp <= MOST_SECONDS,
        "--warm-up must be at least 0 and at most 600, not " + warmUp);
    List<KernelCase> cases = KernelCases.matching(compiled());
    check(
        !cases.isEmpty(),
        "no kernel's name matches \""
            + pattern
            + "\"; there are "
            + groups()
            + "; see kernels --list");
    if (list) {
      output.print(new Names(cases.stream().map(KernelCase::name).toList()));
      return Cli.OK;
    }
    StoredReport before = old == null ? null : StoredReport.read(old);
    if (out != null) {
      overwrite.check(out, null, old);
    }
    RunRecord record =
        RunRecord.start("kernels", threads.threads())
            .put("pattern", pattern)
            .put("forks", forks)
            .put("time", time)
            .put("warm_up", warmUp);
    KernelSettings settings =
        new KernelSettings(forks, warmUp, time, threads.threads(), countAllocation);
    var results = new KernelRun(settings).run(cases, output.progress());
    KernelReport report = new KernelReport(record.toMap(), results);
    if (out != null) {
      byte[] json = (GSON.toJson(report.toMap()) + "\n").getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(out, to -> to.write(json));
    }
    output.print(new Measured(report, before == null ? null : KernelComparison.of(before, report)));
    return Cli.OK;
  }

  private Pattern compiled() {
    try {
      return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw new ParameterException(
          spec.commandLine(),
          "PATTERN \"" + pattern + "\" is no regular expression: " + e.getDescription());
    }
  }

  /** What stands before the first dot of the names. */
  private static String groups() {
    return KernelCases.all().stream()
        .map(c -> c.name().substring(0, c.name().indexOf('.')))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private void check(boolean valid, String message) {
    if (!valid) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private record Names(List<String> names) implements Result {
    @Override
    public Map<String, Object> toMap() {
      return Map.of("names", names);
    }

    @Override
    public void writeText(PrintWriter out) {
      names.forEach(out::println);
    }
  }

  private record Measured(KernelReport report, @Nullable KernelComparison comparison)
      implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(report.toMap());
      if (comparison != null) {
        map.put("comparison", comparison.toMap());
      }
      return map;
    }

    @Override
    public void writeText(PrintWriter out) {
      report.writeText(out);
      if (comparison != null) {
        out.println();
        comparison.writeText(out);
      }
    }
  }
}
