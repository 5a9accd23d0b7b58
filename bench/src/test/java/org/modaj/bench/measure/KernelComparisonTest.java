package org.modaj.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.bench.kernels.Work;
import org.modaj.bench.measure.KernelComparison.Difference;

/** What counts as faster, slower or noise, and which runs cannot be compared at all. */
class KernelComparisonTest {
  private static final Peak PEAK = new Peak(100, 20);

  @ParameterizedTest
  @CsvSource({
    "1.0, 0.1, 0.7, 0.1, FASTER",
    "1.0, 0.1, 1.3, 0.1, SLOWER",
    "1.0, 0.1, 0.9, 0.1, WITHIN_NOISE",
    "1.0, 0.1, 1.15, 0.1, WITHIN_NOISE",
    "1.0, 0.5, 0.6, 0.01, WITHIN_NOISE",
    "1.0, 0.125, 0.75, 0.125, WITHIN_NOISE", // the intervals touch
    "1.0, 0.0, 1.0, 0.0, WITHIN_NOISE",
    "1.0, 0.0, 1.0001, 0.0, SLOWER",
    "1.0, , 0.1, 0.0, NOISE_UNKNOWN",
    "1.0, 0.0, 0.1, , NOISE_UNKNOWN"
  })
  void aChangeIsOneWhenTheIntervalsHaveNoPointInCommon(
      double before,
      @Nullable Double errorBefore,
      double now,
      @Nullable Double errorNow,
      KernelComparison.Verdict verdict) {
    KernelComparison comparison =
        KernelComparison.of(
            stored(Map.of(), Map.of("k", timing(before, errorBefore))),
            report(Map.of(), Map.of("k", timing(now, errorNow))));

    assertThat(comparison.kernels()).hasSize(1);
    assertThat(comparison.kernels().getFirst().verdict()).isEqualTo(verdict);
    assertThat(comparison.kernels().getFirst().speedup()).isEqualTo(before / now);
  }

  @Test
  void kernelsOfOneReportOnlyAreNamed() {
    KernelComparison comparison =
        KernelComparison.of(
            stored(Map.of(), Map.of("a", timing(1, 0.1), "b", timing(1, 0.1))),
            report(Map.of(), Map.of("b", timing(1, 0.1), "c", timing(1, 0.1))));

    assertThat(comparison.onlyBefore()).containsExactly("a");
    assertThat(comparison.onlyNow()).containsExactly("c");
    assertThat(comparison.kernels()).extracting("name").containsExactly("b");
  }

  @Test
  void anotherMachineCommitOrSettingIsSaid() {
    Map<String, String> then = Map.of("commit", "aaa", "cpu", "X", "lanes", "8", "fma", "true");
    Map<String, Object> now = Map.of("commit", "bbb", "cpu", "X", "lanes", 4, "fma", true);

    KernelComparison comparison =
        KernelComparison.of(
            stored(then, Map.of("k", timing(1, 0.1))), report(now, Map.of("k", timing(2, 0.1))));

    assertThat(comparison.differences())
        .containsExactly(new Difference("commit", "aaa", "bbb"), new Difference("lanes", "8", "4"));
    assertThat(text(comparison))
        .contains(
            "different commit: before aaa, now bbb",
            "different lanes: before 8, now 4",
            "peak before: 100.0 GFLOP/s",
            "k  slower: 1.00 s before, 2.00 s now, 0.50x as fast",
            "0 faster, 1 slower, 0 within noise, 0 of unknown noise, 0 only before, 0 only now");
  }

  private static String text(KernelComparison comparison) {
    StringWriter text = new StringWriter();
    comparison.writeText(new PrintWriter(text, true));
    return text.toString();
  }

  private static Timing timing(double seconds, @Nullable Double error) {
    return new Timing(seconds, null, error, 5, null);
  }

  private static StoredReport stored(Map<String, String> facts, Map<String, Timing> timings) {
    return new StoredReport(facts, List.of(PEAK), new LinkedHashMap<>(timings));
  }

  private static KernelReport report(Map<String, Object> facts, Map<String, Timing> timings) {
    return new KernelReport(
        facts,
        timings.entrySet().stream()
            .map(e -> new KernelResult(e.getKey(), Work.none(), e.getValue(), PEAK))
            .toList());
  }
}
