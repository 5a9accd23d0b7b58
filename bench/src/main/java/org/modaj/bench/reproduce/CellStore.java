package org.modaj.bench.reproduce;

import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.engine.io.AtomicFile;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileAccessException.Action;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;

/**
 * The records of a grid, one file for each finished cell: {@code cells/KIND/NAME.json}. A record is
 * there as a whole or not at all.
 */
public final class CellStore {
  /** The folder of the records. */
  public static final String CELLS = "cells";

  /** The folder of what is known of cells that failed. */
  static final String FAILED = "failed";

  private static final String EXTENSION = ".json";
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private final Path folder;
  private final Path failed;

  /**
   * Names the store.
   *
   * @param out folder of the grid
   */
  public CellStore(Path out) {
    this.folder = out.resolve(CELLS);
    this.failed = out.resolve(FAILED);
  }

  /** The file of a cell. */
  Path file(Cell cell) {
    return folder.resolve(cell.kind()).resolve(cell.name() + EXTENSION);
  }

  /** Whether a cell is finished. */
  public boolean has(Cell cell) {
    return Files.isRegularFile(file(cell));
  }

  /**
   * The record of a finished cell.
   *
   * @throws ExperimentException when it was made with other settings; names them
   * @throws IOException when it cannot be read or is damaged
   */
  public CellRecord read(Cell cell) throws IOException {
    CellRecord record = CellRecord.read(file(cell));
    String different = differences(record.writtenSettings(), cell.settings());
    if (!different.isEmpty()) {
      throw new ExperimentException(
          file(cell)
              + " is of a run with other settings: "
              + different
              + "; give the settings of that run, or name another folder with --out");
    }
    return record;
  }

  /** Each setting that is another one, with both values. */
  private static String differences(JsonValue was, Map<String, Object> now) throws IOException {
    try {
      Map<String, @Nullable Object> before = was.members();
      Map<String, @Nullable Object> after = JsonValue.parse(GSON.toJson(now)).members();
      List<String> different = new ArrayList<>();
      TreeSet<String> names = new TreeSet<>(before.keySet());
      names.addAll(after.keySet());
      for (String name : names) {
        if (!Objects.equals(before.get(name), after.get(name))) {
          different.add(name + " was " + before.get(name) + " and is now " + after.get(name));
        }
      }
      return String.join(", ", different);
    } catch (JsonFormatException e) {
      throw new IOException(e);
    }
  }

  /**
   * Writes the record of a cell unless it is there: of several that have computed the same cell the
   * first one writes.
   *
   * @param record its entries as JSON values
   * @return whether it was written
   * @throws ExperimentException when the one that is there has another result
   */
  boolean commit(Cell cell, Map<String, Object> record) throws IOException {
    if (!has(cell)) {
      write(cell, record);
      return true;
    }
    String different = read(cell).difference(CellRecord.of(record));
    if (!different.isEmpty()) {
      throw new ExperimentException(
          file(cell)
              + " has another "
              + different
              + " than the same cell computed again; results depend on the settings alone, so one"
              + " of the two machines is faulty or has another version");
    }
    return false;
  }

  /**
   * Writes the record of a cell.
   *
   * @param record its entries as JSON values
   */
  void write(Cell cell, Map<String, Object> record) throws IOException {
    write(file(cell), record);
    Files.deleteIfExists(failure(cell));
  }

  /** The file that says how a cell failed. */
  Path failure(Cell cell) {
    return failed.resolve(cell.kind()).resolve(cell.name() + EXTENSION);
  }

  /**
   * Writes how a cell failed; it goes when the cell is finished after all.
   *
   * @param record its entries as JSON values
   */
  void writeFailure(Cell cell, Map<String, Object> record) throws IOException {
    write(failure(cell), record);
  }

  private static void write(Path file, Map<String, Object> record) throws IOException {
    Path parent = requireNonNull(file.getParent());
    try {
      Files.createDirectories(parent);
    } catch (FileAccessException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(parent, Action.WRITE, e);
    }
    byte[] text = (GSON.toJson(record) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(text));
  }

  /** All records that are there, by kind and name. */
  public List<CellRecord> all() throws IOException {
    List<CellRecord> records = new ArrayList<>();
    for (Path file : files(folder)) {
      records.add(CellRecord.read(file));
    }
    return records;
  }

  /** What is known of the cells that failed, by kind and name. */
  public List<CellFailure> failures() throws IOException {
    List<CellFailure> failures = new ArrayList<>();
    for (Path file : files(failed)) {
      failures.add(CellFailure.read(file));
    }
    return failures;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(folder, 2)) {
      return found
          .filter(file -> file.getFileName().toString().endsWith(EXTENSION))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }
}
