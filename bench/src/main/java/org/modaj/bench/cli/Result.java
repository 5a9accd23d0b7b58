package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.util.Map;

/** What a command found out, in a form for people and one for programs. */
public interface Result {
  /** Returns the result as JSON values (maps, lists, strings, numbers, booleans), in order. */
  Map<String, Object> toMap();

  /** Writes the result for a person to read. */
  void writeText(PrintWriter out);
}
