package org.modaj.bench.record;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.modaj.engine.EngineException;

/**
 * What a result file says of the run that made it: the environment, when it started, how long it
 * took, how many threads it had, and what the run itself adds (seed, hyper-parameters, checksums).
 */
public final class RunRecord {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1e3;

  private final Map<String, Object> entries;
  private final LongSupplier nanoTime;
  private final long begin;

  private RunRecord(Map<String, Object> entries, LongSupplier nanoTime) {
    this.entries = entries;
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
  }

  /**
   * Starts the record of a run that begins now.
   *
   * @param command the command that runs, for instance {@code "train"}
   * @param threads how many threads compute
   */
  public static RunRecord start(String command, int threads) {
    return start(command, threads, Environment.facts(), Instant.now(), System::nanoTime);
  }

  static RunRecord start(
      String command,
      int threads,
      Map<String, Object> environment,
      Instant now,
      LongSupplier nanoTime) {
    RunRecord record = new RunRecord(new LinkedHashMap<>(), nanoTime);
    record.put("command", command);
    environment.forEach(record::put);
    return record
        .put("threads", threads)
        .put("started", now.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /**
   * Adds an entry after those there are.
   *
   * @param value a JSON value: a map, list, string, number or boolean
   * @return this record
   * @throws EngineException if there is an entry of that name
   */
  public RunRecord put(String name, Object value) {
    if (entries.containsKey(name) || name.equals("seconds")) {
      throw new EngineException("run record", null, "there is an entry '" + name + "' already");
    }
    entries.put(name, value);
    return this;
  }

  /** Returns a copy of the entries, and last the {@code seconds} from the start until now. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(entries);
    double millis = Math.rint((nanoTime.getAsLong() - begin) / NANOS_PER_MILLI);
    map.put("seconds", millis / MILLIS_PER_SECOND);
    return map;
  }
}
