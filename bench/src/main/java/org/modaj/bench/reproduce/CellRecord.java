package org.modaj.bench.reproduce;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.record.BuildInfo;
import org.modaj.bench.record.Environment;
import org.modaj.data.DataSplit;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.InputFile;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;

/**
 * The record of one finished cell. Its entry {@link #MEASURED_HERE} holds times and facts of the
 * machine; everything else is the same bytes wherever and however often the cell is computed.
 */
public final class CellRecord {
  /** The entry of what differs from run to run. */
  public static final String MEASURED_HERE = "measured_here";

  private static final int MOST_BYTES = 1 << 26;
  private static final Gson GSON = new GsonBuilder().serializeNulls().create();

  private final String source;
  private final JsonValue content;
  private final String kind;
  private final String scale;
  private final JsonValue settings;
  private final JsonValue result;

  private CellRecord(String source, JsonValue content) throws JsonFormatException {
    this.source = source;
    this.content = content;
    this.kind = content.get("kind").text();
    this.scale = content.get("scale").text();
    this.settings = content.get("settings");
    this.result = content.get("result");
    settings.members();
    result.members();
    content.get("data").members();
    content.get(MEASURED_HERE).members();
  }

  /**
   * Reads a record.
   *
   * @throws FileFormatException when it is damaged
   */
  static CellRecord read(Path file) throws IOException {
    try {
      return new CellRecord(file.toString(), JsonValue.parse(InputFile.text(file, MOST_BYTES)));
    } catch (JsonFormatException e) {
      throw new FileFormatException(
          file,
          FileFormatException.NO_OFFSET,
          "not the record of a cell: " + e.getMessage(),
          "Delete it to compute the cell again, or restore it");
    }
  }

  /** A record that is not in a file. */
  public static CellRecord of(Map<String, Object> entries) {
    try {
      return new CellRecord("a record in memory", JsonValue.parse(GSON.toJson(entries)));
    } catch (JsonFormatException e) {
      throw new ExperimentException(
          "a record that was just made cannot be read: " + e.getMessage());
    }
  }

  /**
   * The entries of a record.
   *
   * @param cell what was computed
   * @param scale name of the scale
   * @param data the data as they were read
   * @param result what came out
   * @param started when, in ISO 8601
   * @param seconds how long it took since the last start
   */
  public static Map<String, Object> entries(
      Cell cell, String scale, DataSplit data, CellResult result, String started, double seconds) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("cell", cell.id());
    record.put("kind", cell.kind());
    record.put("scale", scale);
    record.put("settings", cell.settings());
    Map<String, Object> read = new LinkedHashMap<>();
    read.put("name", data.name());
    read.put("train_samples", data.train().size());
    read.put("test_samples", data.test().size());
    read.put("train_checksum", data.train().checksum());
    read.put("test_checksum", data.test().checksum());
    read.put("class_names", data.train().classNames());
    record.put("data", read);
    record.put("build", BuildInfo.current().facts());
    record.put("result", result.result());
    Map<String, Object> here = new LinkedHashMap<>();
    here.put("started", started);
    here.put("seconds", seconds);
    here.putAll(result.times());
    here.put("environment", Environment.facts());
    record.put(MEASURED_HERE, here);
    return record;
  }

  /**
   * What a record says of a cell that could not be computed.
   *
   * @param scale name of the scale
   * @param failure why
   * @param started when, in ISO 8601
   * @param place where it was computed
   */
  static Map<String, Object> failure(
      Cell cell, String scale, Throwable failure, String started, String place) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("cell", cell.id());
    record.put("kind", cell.kind());
    record.put("scale", scale);
    record.put("settings", cell.settings());
    record.put("build", BuildInfo.current().facts());
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", failure.getClass().getName());
    error.put("message", String.valueOf(failure.getMessage()));
    error.put("trace", Arrays.stream(failure.getStackTrace()).map(String::valueOf).toList());
    record.put("error", error);
    Map<String, Object> here = new LinkedHashMap<>();
    here.put("started", started);
    here.put("place", place);
    here.put("environment", Environment.facts());
    record.put(MEASURED_HERE, here);
    return record;
  }

  /** The first entry that another record of the same cell has otherwise; empty when none. */
  String difference(CellRecord other) throws IOException {
    try {
      Map<String, @Nullable Object> one = content.members();
      Map<String, @Nullable Object> two = other.content.members();
      Set<String> names = new TreeSet<>(one.keySet());
      names.addAll(two.keySet());
      names.remove(MEASURED_HERE);
      return names.stream()
          .filter(name -> !Objects.equals(one.get(name), two.get(name)))
          .findFirst()
          .orElse("");
    } catch (JsonFormatException e) {
      throw new IOException(e);
    }
  }

  /** What the cell is. */
  public String kind() {
    return kind;
  }

  /** The scale it was computed at. */
  public String scale() {
    return scale;
  }

  /** The settings, as they are in the file. */
  JsonValue writtenSettings() {
    return settings;
  }

  /** The settings. */
  public View settings() {
    return new View(source, settings);
  }

  /** What came out. */
  public View result() {
    return new View(source, result);
  }

  /** Times, and facts of the machine. */
  public View measuredHere() {
    return entry(MEASURED_HERE);
  }

  /** Any entry of the record. */
  public View entry(String name) {
    return new View(source, content).at(name);
  }

  /** Names of the classes. */
  public List<String> classNames() {
    return entry("data").at("class_names").texts();
  }
}
