package org.modaj.bench.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;

class RunRecordTest {
  private final AtomicLong nanos = new AtomicLong(500);

  @Test
  void everythingIsRecordedInOrder() {
    RunRecord record = start().put("seed", 1).put("epochs", 10);
    nanos.addAndGet(1_234_567_890L);

    assertThat(record.toMap())
        .containsExactly(
            entry("command", "train"),
            entry("version", "1.0"),
            entry("threads", 2),
            entry("started", "2026-01-02T03:04:05Z"),
            entry("seed", 1),
            entry("epochs", 10),
            entry("seconds", 1.235));
  }

  @Test
  void laterEntriesAreNotInAnEarlierCopy() {
    RunRecord record = start();
    Map<String, Object> before = record.toMap();
    record.put("seed", 1);

    assertThat(before).doesNotContainKey("seed");
    assertThat(record.toMap()).containsKey("seed");
  }

  @Test
  void nothingIsOverwritten() {
    RunRecord record = start();

    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> record.put("version", "2.0"))
        .withMessageContaining("'version'");
    assertThatExceptionOfType(EngineException.class).isThrownBy(() -> record.put("seconds", 0));
  }

  @Test
  void aRealRunHasTheWholeEnvironment() {
    assertThat(RunRecord.start("train", 2).toMap())
        .containsAllEntriesOf(Environment.facts())
        .containsEntry("threads", 2);
  }

  private RunRecord start() {
    Instant now = Instant.parse("2026-01-02T03:04:05.678Z");
    return RunRecord.start("train", 2, Map.of("version", "1.0"), now, nanos::get);
  }
}
