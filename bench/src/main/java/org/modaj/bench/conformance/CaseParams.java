package org.modaj.bench.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;

/**
 * The parameters of one case, read by name and type.
 *
 * <p>Every accessor throws {@link GoldenCaseException} when the parameter is absent, null or of
 * another type; ask {@link #has} first where it is optional.
 */
public final class CaseParams {
  private final String caseName;
  private final JsonObject params;

  CaseParams(String caseName, JsonObject params) {
    this.caseName = caseName;
    this.params = params;
  }

  /** Returns whether the parameter is there and not null. */
  public boolean has(String name) {
    return params.has(name) && !params.get(name).isJsonNull();
  }

  /** Returns an integer. */
  public int integer(String name) {
    return asInteger(name, json(name));
  }

  /** Returns a number. */
  public double number(String name) {
    JsonPrimitive value = primitive(name, json(name));
    if (!value.isNumber()) {
      throw wrong(name, value, "a number");
    }
    return value.getAsDouble();
  }

  /** Returns a yes-or-no. */
  public boolean flag(String name) {
    JsonPrimitive value = primitive(name, json(name));
    if (!value.isBoolean()) {
      throw wrong(name, value, "true or false");
    }
    return value.getAsBoolean();
  }

  /** Returns a text. */
  public String text(String name) {
    JsonPrimitive value = primitive(name, json(name));
    if (!value.isString()) {
      throw wrong(name, value, "a text");
    }
    return value.getAsString();
  }

  /** Returns a list of integers; a single integer is a list of one. */
  public int[] integers(String name) {
    JsonElement value = json(name);
    if (!value.isJsonArray()) {
      return new int[] {asInteger(name, value)};
    }
    JsonArray array = value.getAsJsonArray();
    int[] integers = new int[array.size()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = asInteger(name, array.get(i));
    }
    return integers;
  }

  /** Returns a list of numbers; a single number is a list of one. */
  public double[] numbers(String name) {
    JsonElement value = json(name);
    if (!value.isJsonArray()) {
      return new double[] {number(name)};
    }
    JsonArray array = value.getAsJsonArray();
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonPrimitive entry = primitive(name, array.get(i));
      if (!entry.isNumber()) {
        throw wrong(name, value, "a list of numbers");
      }
      numbers[i] = entry.getAsDouble();
    }
    return numbers;
  }

  /** Returns two integers, for height and width; a single integer stands for both. */
  public int[] pair(String name) {
    int[] integers = integers(name);
    return switch (integers.length) {
      case 1 -> new int[] {integers[0], integers[0]};
      case 2 -> integers;
      default -> throw wrong(name, json(name), "one integer or two");
    };
  }

  /** Returns the parameter as the manifest has it. */
  public JsonElement json(String name) {
    if (!has(name)) {
      throw new GoldenCaseException(
          caseName, "no parameter '%s' among %s".formatted(name, params.keySet()));
    }
    return params.get(name);
  }

  private int asInteger(String name, JsonElement element) {
    JsonPrimitive value = primitive(name, element);
    try {
      if (value.isNumber()) {
        return new BigDecimal(value.getAsString()).intValueExact();
      }
    } catch (ArithmeticException e) {
      throw wrong(name, element, "an integer");
    }
    throw wrong(name, element, "an integer");
  }

  private JsonPrimitive primitive(String name, JsonElement value) {
    if (!value.isJsonPrimitive()) {
      throw wrong(name, value, "a single value");
    }
    return value.getAsJsonPrimitive();
  }

  private GoldenCaseException wrong(String name, JsonElement value, String expected) {
    return new GoldenCaseException(
        caseName, "parameter '%s' is %s, expected %s".formatted(name, value, expected));
  }
}
