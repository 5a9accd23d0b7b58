package org.modaj.bench.measure;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.InputFile;

/**
 * A report of an earlier run, as {@link KernelReport#toMap} describes it.
 *
 * @param facts what the run recorded of itself, as text by name
 * @param peaks of the machine, at least one
 * @param timings by name of the kernel
 */
public record StoredReport(
    Map<String, String> facts, List<Peak> peaks, Map<String, Timing> timings) {
  private static final int MOST_BYTES = 1 << 24;

  /**
   * Reads a report.
   *
   * @throws FileAccessException when the file cannot be read
   * @throws FileFormatException when it is no such report, or a part of one
   */
  public static StoredReport read(Path file) throws FileAccessException, FileFormatException {
    String text = InputFile.text(file, MOST_BYTES);
    try {
      return of(JsonParser.parseString(text).getAsJsonObject());
    } catch (JsonParseException | IllegalStateException e) {
      throw foreign(file, "it is not one JSON object");
    } catch (ForeignException e) {
      throw foreign(file, String.valueOf(e.getMessage()));
    }
  }

  private static FileFormatException foreign(Path file, String problem) {
    return new FileFormatException(
        file,
        FileFormatException.NO_OFFSET,
        "not a report of kernels: " + problem,
        "Name a file that \"kernels --out FILE\" wrote");
  }

  private static StoredReport of(JsonObject report) throws ForeignException {
    JsonElement command = report.get("command");
    require(command != null && command.isJsonPrimitive(), "\"command\" is missing");
    require(command.getAsString().equals("kernels"), "its \"command\" is " + command);
    List<Peak> peaks = new ArrayList<>();
    for (JsonObject peak : objects(report, "peaks")) {
      peaks.add(
          new Peak(
              positive(peak, "fma_gflops", "a peak"), positive(peak, "triad_gbytes", "a peak")));
    }
    require(!peaks.isEmpty(), "\"peaks\" is empty");
    Map<String, Timing> timings = new LinkedHashMap<>();
    for (JsonObject kernel : objects(report, "results")) {
      JsonElement name = kernel.get("name");
      require(name != null && name.isJsonPrimitive(), "a result has no \"name\"");
      timings.put(name.getAsString(), timing(kernel, name.getAsString()));
    }
    Map<String, String> facts = new LinkedHashMap<>();
    report
        .entrySet()
        .forEach(e -> {
          if (e.getValue().isJsonPrimitive()) {
            facts.put(e.getKey(), e.getValue().getAsString());
          }
        });
    return new StoredReport(facts, peaks, timings);
  }

  private static List<JsonObject> objects(JsonObject report, String key) throws ForeignException {
    JsonElement list = report.get(key);
    require(list != null && list.isJsonArray(), "\"" + key + "\" is no list");
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElement element : list.getAsJsonArray()) {
      require(element.isJsonObject(), "an element of \"" + key + "\" is no object");
      objects.add(element.getAsJsonObject());
    }
    return objects;
  }

  private static Timing timing(JsonObject kernel, String name) throws ForeignException {
    Double samples = number(kernel, "samples", name);
    return new Timing(
        positive(kernel, "call_seconds", name),
        number(kernel, "fastest_seconds", name),
        number(kernel, "error_seconds", name),
        samples == null ? 0 : samples.longValue(),
        number(kernel, "allocated_bytes", name));
  }

  private static double positive(JsonObject object, String key, String name)
      throws ForeignException {
    Double value = number(object, key, name);
    if (value == null || !(value > 0)) {
      throw new ForeignException(name + " has no \"" + key + "\" above 0");
    }
    return value;
  }

  private static @Nullable Double number(JsonObject kernel, String key, String name)
      throws ForeignException {
    JsonElement value = kernel.get(key);
    if (value == null || value.isJsonNull()) {
      return null;
    }
    require(
        value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber(),
        "\"" + key + "\" of " + name + " is no number");
    double number = value.getAsDouble();
    require(Double.isFinite(number), "\"" + key + "\" of " + name + " is " + number);
    return number;
  }

  private static void require(boolean holds, String otherwise) throws ForeignException {
    if (!holds) {
      throw new ForeignException(otherwise);
    }
  }

  private static final class ForeignException extends Exception {
    private static final long serialVersionUID = 1L;

    ForeignException(String message) {
      super(message);
    }
  }
}
