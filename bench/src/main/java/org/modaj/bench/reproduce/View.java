package org.modaj.bench.reproduce;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;

/**
 * A value of a record, or nothing where the record has none: what is missing is an empty text, no
 * items, or NaN.
 */
public final class View {
  /** No value. */
  public static final View NOTHING = new View("", null);

  private final String source;
  private final @Nullable JsonValue value;

  View(String source, @Nullable JsonValue value) {
    this.source = source;
    this.value = value;
  }

  /**
   * Reads a text.
   *
   * @param source names it in messages
   * @throws ExperimentException when it is no JSON
   */
  public static View parse(String source, String text) {
    try {
      return new View(source, JsonValue.parse(text));
    } catch (JsonFormatException e) {
      throw new ExperimentException(source + ": " + e.getMessage());
    }
  }

  /**
   * The value at the end of a path of names.
   *
   * @throws ExperimentException when the path leads through something that is no object
   */
  public View at(String... path) {
    View view = this;
    for (String name : path) {
      if (view.value != null) {
        try {
          view = new View(source, view.value.find(name));
        } catch (JsonFormatException e) {
          throw wrong(e);
        }
      }
    }
    return view;
  }

  /** Whether there is a value. */
  public boolean isThere() {
    return value != null;
  }

  /** The number; NaN when there is none. */
  public double number() {
    try {
      return value == null ? Double.NaN : value.number();
    } catch (JsonFormatException e) {
      throw wrong(e);
    }
  }

  /** The text, number or truth value as it is written; empty when there is none. */
  public String text() {
    try {
      return value == null ? "" : value.asWritten();
    } catch (JsonFormatException e) {
      throw wrong(e);
    }
  }

  /** The items of a list; none when there is none. */
  public List<View> items() {
    List<View> items = new ArrayList<>();
    try {
      for (JsonValue item : value == null ? List.<JsonValue>of() : value.items()) {
        items.add(new View(source, item));
      }
    } catch (JsonFormatException e) {
      throw wrong(e);
    }
    return items;
  }

  /** The numbers of a list. */
  public double[] numbers() {
    return items().stream().mapToDouble(View::number).toArray();
  }

  /** The texts of a list. */
  public List<String> texts() {
    return items().stream().map(View::text).toList();
  }

  /** Names of the members of an object; none when there is none. */
  public List<String> names() {
    try {
      return value == null ? List.of() : List.copyOf(value.names());
    } catch (JsonFormatException e) {
      throw wrong(e);
    }
  }

  private ExperimentException wrong(JsonFormatException e) {
    return new ExperimentException(
        source + ": " + e.getMessage() + "; delete it to compute the cell again, or restore it");
  }
}
