package org.modaj.bench.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Compares a value that is not a tensor with a field of the manifest: integers, texts and booleans
 * exactly, other numbers to {@value #RELATIVE} of their size, lists and objects element by element.
 */
final class FactComparison {
  /** Room for the order of a sum in double precision. */
  static final double RELATIVE = 1e-12;

  private FactComparison() {}

  static Finding compare(String what, JsonElement want, Object got) {
    String problem = difference(what, want, got);
    return problem.isEmpty() ? Finding.good(what) : Finding.bad(what, problem);
  }

  /** Returns the first difference, or an empty text. */
  private static String difference(String path, JsonElement want, Object got) {
    return switch (want) {
      case JsonArray array when got instanceof List<?> list -> ofLists(path, array, list);
      case JsonObject object when got instanceof Map<?, ?> map -> ofMaps(path, object, map);
      case JsonPrimitive value when sameValue(value, got) -> "";
      default -> "%s is %s, expected %s".formatted(path, got, want);
    };
  }

  private static String ofLists(String path, JsonArray want, List<?> got) {
    if (want.size() != got.size()) {
      return "%s has %d entries, expected %d".formatted(path, got.size(), want.size());
    }
    for (int i = 0; i < want.size(); i++) {
      String problem = difference(path + "[" + i + "]", want.get(i), got.get(i));
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  private static String ofMaps(String path, JsonObject want, Map<?, ?> got) {
    if (!want.keySet().equals(got.keySet())) {
      return "%s has the keys %s, expected %s".formatted(path, got.keySet(), want.keySet());
    }
    for (String key : want.keySet()) {
      String problem = difference(path + "." + key, want.get(key), got.get(key));
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  private static boolean sameValue(JsonPrimitive want, Object got) {
    if (want.isString()) {
      return want.getAsString().equals(got);
    }
    if (want.isBoolean()) {
      return got instanceof Boolean value && value == want.getAsBoolean();
    }
    if (!(got instanceof Number number)) {
      return false;
    }
    if (want.getAsString().chars().allMatch(c -> c == '-' || Character.isDigit(c))) {
      return isWhole(number) && exact(number).compareTo(want.getAsBigDecimal()) == 0;
    }
    double expected = want.getAsDouble();
    return Math.abs(number.doubleValue() - expected) <= RELATIVE * Math.abs(expected);
  }

  private static boolean isWhole(Number number) {
    return number instanceof Long || number instanceof Integer;
  }

  private static BigDecimal exact(Number number) {
    return BigDecimal.valueOf(number.longValue());
  }
}
