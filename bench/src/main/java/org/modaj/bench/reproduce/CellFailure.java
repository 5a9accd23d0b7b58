package org.modaj.bench.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.InputFile;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;

/**
 * Why a cell has no record.
 *
 * @param cell its id
 * @param scale it was computed at
 * @param error type and message
 * @param started when, in ISO 8601
 */
public record CellFailure(String cell, String scale, String error, String started) {
  private static final int MOST_BYTES = 1 << 20;

  /**
   * Reads what {@link CellRecord#failure} wrote.
   *
   * @throws FileFormatException when it is damaged
   */
  static CellFailure read(Path file) throws IOException {
    try {
      JsonValue content = JsonValue.parse(InputFile.text(file, MOST_BYTES));
      JsonValue error = content.get("error");
      String type = error.get("type").text();
      return new CellFailure(
          content.get("cell").text(),
          content.get("scale").text(),
          type.substring(type.lastIndexOf('.') + 1) + ": " + error.get("message").text(),
          content.get(CellRecord.MEASURED_HERE).get("started").text());
    } catch (JsonFormatException e) {
      throw new FileFormatException(
          file,
          FileFormatException.NO_OFFSET,
          "does not say how a cell failed: " + e.getMessage(),
          "Delete it, and compute the cell again");
    }
  }
}
