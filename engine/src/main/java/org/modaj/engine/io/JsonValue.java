package org.modaj.engine.io;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON text that may come from anywhere. Every access says what type is expected, and
 * fails with the value's path, what was expected and what there is.
 *
 * <p>Reading takes memory in proportion to the text, and refuses texts nested deeper than 255.
 */
public final class JsonValue {
  private static final int SHOWN = 60;

  private final String path;
  private final JsonElement element;

  private JsonValue(String path, JsonElement element) {
    this.path = path;
    this.element = element;
  }

  /**
   * Reads a text. Unquoted words, {@code NaN} and {@code Infinity} are read as well.
   *
   * @throws JsonFormatException when it is no JSON
   */
  public static JsonValue parse(String text) throws JsonFormatException {
    try {
      return new JsonValue("", JsonParser.parseString(text));
    } catch (JsonParseException e) {
      throw new JsonFormatException("", "it is no JSON" + position(e));
    }
  }

  /** Where the library stopped, without its advice for programmers. */
  private static String position(JsonParseException e) {
    String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    int at = said.indexOf(" at line ");
    int path = said.indexOf(" path ");
    return at < 0 ? "" : "," + said.substring(at, path < at ? said.length() : path);
  }

  /** The member {@code name} of this object, which must not be {@code null}. */
  public JsonValue get(String name) throws JsonFormatException {
    JsonElement value = object().get(name);
    if (value == null) {
      throw new JsonFormatException(path, "\"" + name + "\" is missing");
    }
    if (value.isJsonNull()) {
      throw new JsonFormatException(path, "\"" + name + "\" is null; expected a value");
    }
    return member(name, value);
  }

  /** The member {@code name} of this object; null when it is missing or {@code null}. */
  public @Nullable JsonValue find(String name) throws JsonFormatException {
    JsonElement value = object().get(name);
    return value == null || value.isJsonNull() ? null : member(name, value);
  }

  /**
   * The member {@code name} of this object; null when it is missing. One that is there has a value:
   * {@code null} is refused.
   */
  public @Nullable JsonValue optional(String name) throws JsonFormatException {
    JsonElement value = object().get(name);
    if (value != null && value.isJsonNull()) {
      throw new JsonFormatException(
          path, "\"" + name + "\" is null; expected a value, or no \"" + name + "\" at all");
    }
    return value == null ? null : member(name, value);
  }

  private JsonValue member(String name, JsonElement value) {
    return new JsonValue(path.isEmpty() ? name : path + "." + name, value);
  }

  /** The names of this object's members, in order. */
  public Set<String> names() throws JsonFormatException {
    return object().keySet();
  }

  private JsonObject object() throws JsonFormatException {
    if (element instanceof JsonObject object) {
      return object;
    }
    throw unlike("an object");
  }

  /** The elements of this list. */
  public List<JsonValue> items() throws JsonFormatException {
    if (!(element instanceof JsonArray array)) {
      throw unlike("a list");
    }
    List<JsonValue> items = new ArrayList<>();
    for (JsonElement item : array) {
      items.add(new JsonValue(path + "[" + items.size() + "]", item));
    }
    return items;
  }

  /** This text. */
  public String text() throws JsonFormatException {
    if (element instanceof JsonPrimitive value && value.isString()) {
      return value.getAsString();
    }
    throw unlike("a text");
  }

  /** The elements of this list of texts. */
  public List<String> texts() throws JsonFormatException {
    List<String> texts = new ArrayList<>();
    for (JsonValue item : items()) {
      texts.add(item.text());
    }
    return texts;
  }

  /** This number; {@code NaN}, {@code Infinity} and {@code -Infinity} are numbers. */
  public double number() throws JsonFormatException {
    if (element instanceof JsonPrimitive value && !value.isBoolean()) {
      String digits = value.getAsString();
      if (value.isNumber() || digits.equals("NaN") || digits.matches("-?Infinity")) {
        return Double.parseDouble(digits);
      }
    }
    throw unlike("a number");
  }

  /** This whole number. */
  public int integer() throws JsonFormatException {
    double value = number();
    if (value != (int) value) {
      throw unlike("a whole number of 32 bits");
    }
    return (int) value;
  }

  /** The elements of this list of whole numbers. */
  public int[] integers() throws JsonFormatException {
    List<JsonValue> items = items();
    int[] integers = new int[items.size()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = items.get(i).integer();
    }
    return integers;
  }

  /** This truth value. */
  public boolean flag() throws JsonFormatException {
    if (element instanceof JsonPrimitive value && value.isBoolean()) {
      return value.getAsBoolean();
    }
    throw unlike("true or false");
  }

  /** Whether this is a text, number or truth value. */
  public boolean isPlain() {
    return element.isJsonPrimitive();
  }

  /** This text, number or truth value as it is written, without quotes. */
  public String asWritten() throws JsonFormatException {
    if (element instanceof JsonPrimitive value) {
      return value.getAsString();
    }
    throw unlike("a text, number or truth value");
  }

  /**
   * This value in terms of Java: a map, list, {@link String}, {@link Double}, {@link Boolean} or
   * null, to any depth.
   */
  public @Nullable Object plain() throws JsonFormatException {
    return switch (element) {
      case JsonObject object -> members();
      case JsonArray array -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonValue item : items()) {
          list.add(item.plain());
        }
        yield list;
      }
      case JsonPrimitive value when value.isString() -> value.getAsString();
      case JsonPrimitive value when value.isBoolean() -> value.getAsBoolean();
      case JsonPrimitive value -> number();
      default -> null;
    };
  }

  /** This object's members as {@link #plain} gives them, in order. */
  public Map<String, @Nullable Object> members() throws JsonFormatException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> member : object().entrySet()) {
      map.put(
          member.getKey(), new JsonValue(path + "." + member.getKey(), member.getValue()).plain());
    }
    return map;
  }

  private JsonFormatException unlike(String expected) {
    String actual = element.toString();
    return new JsonFormatException(
        path,
        "expected "
            + expected
            + ", actual "
            + (actual.length() > SHOWN ? actual.substring(0, SHOWN) + "…" : actual));
  }
}
