package org.modaj.bench.measure;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.kernels.KernelBenchmark;
import org.modaj.engine.kernel.KernelProvider;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Times one case after the other with JMH, in JVMs with the options of this one (JMH takes them
 * over: the Vector API's module, the collector, the engine's properties).
 */
final class ForkedTimer {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final int LINES_TO_SHOW = 8;

  static {
    // JMH's lock lets one run at a time work on a machine, through a file that others may own; what
    // a
    // neighbour takes away shows in the peak, which is measured beside the kernels
    System.setProperty("jmh.ignoreLock", "true");
  }

  private final KernelSettings settings;

  ForkedTimer(KernelSettings settings) {
    this.settings = settings;
  }

  Timing measure(KernelCase kernel) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
    PrintStream out = System.out;
    PrintStream err = System.err;
    try {
      // JMH writes what a benchmark's code prints or logs to these, whatever its verbosity
      System.setOut(to);
      System.setErr(to);
      return timing(
          new Runner(
                  options(kernel).build(),
                  OutputFormatFactory.createFormatInstance(to, VerboseMode.NORMAL))
              .runSingle());
    } catch (RunnerException e) {
      throw new MeasurementException(
          kernel.name(), reason(said.toString(StandardCharsets.UTF_8), e), e);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private ChainedOptionsBuilder options(KernelCase kernel) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(kernel.benchmark()) + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.SECONDS)
            .forks(settings.forks())
            .warmupIterations(1)
            .warmupTime(time(settings.warmUp()))
            .measurementIterations(KernelSettings.ITERATIONS)
            .measurementTime(time(settings.seconds() / KernelSettings.ITERATIONS))
            .shouldFailOnError(true)
            // or JMH copies what the forks say to standard error; it still tells of failures
            .verbosity(VerboseMode.SILENT)
            .jvmArgsAppend(
                "-Dmoda.threads=" + settings.threads(),
                "-D" + KernelBenchmark.EXPECTED_KERNELS + "=" + KernelProvider.choice().provider());
    kernel.parameters().forEach(options::param);
    return settings.countAllocation() ? options.addProfiler(GCProfiler.class) : options;
  }

  private static TimeValue time(double seconds) {
    return TimeValue.nanoseconds(Math.max(1, Math.round(seconds * NANOS_PER_SECOND)));
  }

  @SuppressWarnings("rawtypes") // as JMH declares the secondary results
  private static Timing timing(RunResult result) {
    Result<?> primary = result.getPrimaryResult();
    return new Timing(
        primary.getScore(),
        known(fastest(result)),
        known(primary.getScoreError()),
        primary.getSampleCount(),
        result.getSecondaryResults().entrySet().stream()
            .filter(e -> e.getKey().endsWith(ALLOCATED))
            .map(e -> known(e.getValue().getScore()))
            .findFirst()
            .orElse(null));
  }

  /** The shortest mean time of a call in an iteration, in any of the JVMs. */
  private static double fastest(RunResult result) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
        .min()
        .orElse(Double.NaN);
  }

  private static @Nullable Double known(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** What a fork threw or, where it threw nothing, the last lines of what JMH and its JVM said. */
  private static String reason(String said, RunnerException e) {
    Throwable first = e;
    while (first.getCause() != null || first.getSuppressed().length > 0) {
      first = first.getCause() != null ? first.getCause() : first.getSuppressed()[0];
    }
    if (first != e) {
      return first.toString();
    }
    List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
    return e.getMessage()
        + System.lineSeparator()
        + String.join(
            System.lineSeparator(),
            lines.subList(Math.max(0, lines.size() - LINES_TO_SHOW), lines.size()));
  }
}
