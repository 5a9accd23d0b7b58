package org.modaj.bench.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How all cases of a folder went.
 *
 * @param outcomes in the order of the manifest
 */
public record ConformanceReport(Path dir, Algorithms algorithms, List<CaseOutcome> outcomes) {
  /** Copies the list. */
  public ConformanceReport {
    outcomes = List.copyOf(outcomes);
  }

  /** Returns the number of cases of this status. */
  public int count(CaseOutcome.Status status) {
    return (int) outcomes.stream().filter(outcome -> outcome.status() == status).count();
  }

  /** Returns the number of skipped cases by what is not built yet. */
  public SortedMap<String, Integer> skipped() {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (CaseOutcome outcome : outcomes) {
      if (outcome.status() == CaseOutcome.Status.SKIPPED) {
        counts.merge(outcome.lacking(), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** Returns whether no case failed. */
  public boolean ok() {
    return count(CaseOutcome.Status.FAILED) == 0;
  }

  /** Returns the line {@code N passed, N failed, N skipped}. */
  public String summary() {
    return "%d passed, %d failed, %d skipped"
        .formatted(
            count(CaseOutcome.Status.PASSED),
            count(CaseOutcome.Status.FAILED),
            count(CaseOutcome.Status.SKIPPED));
  }

  /** Returns the counts, what was skipped, and every failing case with its problems. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("directory", dir.toString());
    json.addProperty("algorithms", algorithms.name().toLowerCase(Locale.ROOT));
    for (CaseOutcome.Status status : CaseOutcome.Status.values()) {
      json.addProperty(status.name().toLowerCase(Locale.ROOT), count(status));
    }
    JsonObject skipped = new JsonObject();
    skipped().forEach(skipped::addProperty);
    json.add("skipped_for", skipped);
    JsonArray failures = new JsonArray();
    for (CaseOutcome outcome : outcomes) {
      if (outcome.status() == CaseOutcome.Status.FAILED) {
        failures.add(toJson(outcome));
      }
    }
    json.add("failures", failures);
    return json;
  }

  private static JsonObject toJson(CaseOutcome outcome) {
    JsonObject json = new JsonObject();
    json.addProperty("case", outcome.caseName());
    json.addProperty("op", outcome.op());
    JsonArray problems = new JsonArray();
    for (Finding problem : outcome.problems()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("what", problem.what());
      entry.addProperty("problem", problem.problem());
      problem.worst().ifPresent(worst -> entry.add("worst", toJson(worst)));
      problems.add(entry);
    }
    json.add("problems", problems);
    return json;
  }

  private static JsonObject toJson(WorstElement worst) {
    JsonArray index = new JsonArray();
    for (int position : worst.index()) {
      index.add(position);
    }
    JsonObject json = new JsonObject();
    json.add("index", index);
    json.add("got", number(worst.got()));
    json.add("want", number(worst.want()));
    json.add("error", number(worst.error()));
    json.add("tolerance", number(worst.tolerance()));
    return json;
  }

  /** JSON has no NaN and no infinity: those become texts. */
  private static JsonElement number(double value) {
    return Double.isFinite(value) ? new JsonPrimitive(value) : new JsonPrimitive("" + value);
  }
}
