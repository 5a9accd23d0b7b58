package org.modaj.bench.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.nn.progress.Progress;

class LineProgressTest {
  private final StringWriter out = new StringWriter();
  private long seconds;
  private final LineProgress progress =
      new LineProgress(new PrintWriter(out), () -> seconds * 1_000_000_000L);

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  @Test
  void a_short_computation_says_nothing() {
    try (Progress.Meter meter = progress.start("train 1/2", 100)) {
      for (int i = 0; i < 9; i++) {
        seconds++;
        meter.advance(10, "loss 1");
      }
    }
    assertThat(lines()).isEmpty();
  }

  @Test
  void a_long_one_says_every_ten_seconds_how_far_it_is() {
    try (Progress.Meter meter = progress.start("train 3/10", 50_000)) {
      for (int i = 0; i < 24; i++) {
        seconds++;
        meter.advance(500, "loss 1.25");
      }
    }
    assertThat(lines())
        .containsExactly(
            "train 3/10: 5,000 of 50,000, 500/s, 1:30 left, loss 1.25",
            "train 3/10: 10,000 of 50,000, 500/s, 1:20 left, loss 1.25");
  }

  @Test
  void hours_are_told_and_nothing_follows_without_a_remark() {
    try (Progress.Meter meter = progress.start("measuring", 100_000)) {
      seconds = 10;
      meter.advance(100, "");
    }
    assertThat(lines()).containsExactly("measuring: 100 of 100,000, 10/s, 2:46:30 left");
  }

  @Test
  void the_end_of_a_computation_is_not_worth_a_line() {
    try (Progress.Meter meter = progress.start("measuring", 10)) {
      seconds = 60;
      meter.advance(10, "");
    }
    assertThat(lines()).isEmpty();
  }

  @Test
  void what_is_said_is_a_line_at_once() {
    progress.say("done");
    assertThat(lines()).containsExactly("done");
  }
}
