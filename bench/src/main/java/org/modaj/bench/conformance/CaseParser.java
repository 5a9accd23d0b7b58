package org.modaj.bench.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/** Turns one entry of a manifest into the parts of a case, refusing what it does not understand. */
final class CaseParser {
  private static final Set<String> STRUCTURE =
      Set.of("case", "op", "params", "file", "inputs", "cotangents", "outputs", "grads");

  /** Fields that explain a case; every other field beside the structure is an expected value. */
  private static final Set<String> DESCRIPTIONS =
      Set.of(
          "note",
          "parameters",
          "buffers",
          "state_columns",
          "tracked_layers",
          "mask_layers",
          "expected");

  private static final Set<String> EXPECTATION_KEYS =
      Set.of(
          "tensor",
          "note",
          "tie_rule",
          "exact",
          "compare_only_count_for_classes",
          "atol",
          "rtol",
          "nonfinite",
          "segments",
          "atol_segments",
          "atol_tensor",
          "row_atol_tensor",
          "row_rel_l2");

  /** Says why an entry is not a case. */
  static final class BadCaseException extends Exception {
    private static final long serialVersionUID = 1L;

    BadCaseException(String problem) {
      super(problem);
    }
  }

  private final JsonObject json;
  private final String name;

  private CaseParser(JsonObject json, String name) {
    this.json = json;
    this.name = name;
  }

  static GoldenCase.Parts parse(JsonElement element) throws BadCaseException {
    if (!element.isJsonObject()) {
      throw new BadCaseException("it is not a JSON object");
    }
    JsonObject json = element.getAsJsonObject();
    return new CaseParser(json, text(json, "case", "it")).parse();
  }

  private GoldenCase.Parts parse() throws BadCaseException {
    SequencedMap<String, JsonElement> facts = new LinkedHashMap<>();
    SequencedMap<String, JsonElement> descriptions = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> field : json.entrySet()) {
      if (DESCRIPTIONS.contains(field.getKey())) {
        descriptions.put(field.getKey(), field.getValue());
      } else if (!STRUCTURE.contains(field.getKey())) {
        facts.put(field.getKey(), field.getValue());
      }
    }
    return new GoldenCase.Parts(
        name,
        text(json, "op", name),
        new CaseParams(name, object("params")),
        file(),
        names("inputs"),
        names("cotangents"),
        expectations("outputs"),
        expectations("grads"),
        facts,
        descriptions);
  }

  private Optional<String> file() throws BadCaseException {
    if (!json.has("file")) {
      return Optional.empty();
    }
    String file = text(json, "file", name);
    if (!Path.of(file).equals(Path.of(file).getFileName()) || file.equals("..")) {
      throw new BadCaseException(
          "%s: the file '%s' is not a plain file name".formatted(name, file));
    }
    return Optional.of(file);
  }

  private SequencedMap<String, String> names(String field) throws BadCaseException {
    JsonObject object = object(field);
    SequencedMap<String, String> names = new LinkedHashMap<>();
    for (String role : object.keySet()) {
      names.put(role, text(object, role, name + " " + field));
    }
    return names;
  }

  private List<Expectation> expectations(String field) throws BadCaseException {
    List<Expectation> expectations = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : object(field).entrySet()) {
      String where = name + " " + field + " " + entry.getKey();
      if (!entry.getValue().isJsonObject()) {
        throw new BadCaseException(where + " is not a JSON object");
      }
      JsonObject spec = entry.getValue().getAsJsonObject();
      expectations.add(
          new Expectation(entry.getKey(), text(spec, "tensor", where), tolerance(spec, where)));
    }
    return List.copyOf(expectations);
  }

  private static Tolerance tolerance(JsonObject spec, String where) throws BadCaseException {
    for (String key : spec.keySet()) {
      if (!EXPECTATION_KEYS.contains(key)) {
        throw new BadCaseException(where + " has the unknown field '" + key + "'");
      }
    }
    try {
      if (spec.has("compare_only_count_for_classes")) {
        return new Tolerance.ExactExceptTies(
            new TreeSet<>(integers(spec, "compare_only_count_for_classes")));
      }
      if (spec.has("exact") && spec.get("exact").getAsBoolean()) {
        return new Tolerance.Exact();
      }
      if (spec.has("row_atol_tensor")) {
        return new Tolerance.Rows(
            spec.get("row_atol_tensor").getAsString(), number(spec, "row_rel_l2", where));
      }
      double rtol = number(spec, "rtol", where);
      if (spec.has("atol_tensor")) {
        return new Tolerance.PerElement(spec.get("atol_tensor").getAsString(), rtol);
      }
      if (spec.has("segments")) {
        return new Tolerance.Segments(
            integers(spec, "segments").stream().mapToInt(Integer::intValue).toArray(),
            numbers(spec, "atol_segments", where),
            rtol);
      }
      boolean nonfinite = spec.has("nonfinite") && spec.get("nonfinite").getAsBoolean();
      return new Tolerance.Elementwise(number(spec, "atol", where), rtol, nonfinite);
    } catch (NumberFormatException | IllegalStateException | UnsupportedOperationException e) {
      throw new BadCaseException(where + ": a tolerance has the wrong type in " + spec);
    }
  }

  private static double number(JsonObject spec, String key, String where) throws BadCaseException {
    if (!spec.has(key)) {
      throw new BadCaseException("%s lacks '%s'".formatted(where, key));
    }
    double value = spec.get(key).getAsDouble();
    if (!(value >= 0)) {
      throw new BadCaseException(
          "%s: '%s' is %s, expected at least 0".formatted(where, key, value));
    }
    return value;
  }

  private static double[] numbers(JsonObject spec, String key, String where)
      throws BadCaseException {
    if (!spec.has(key)) {
      throw new BadCaseException("%s lacks '%s'".formatted(where, key));
    }
    JsonArray array = spec.getAsJsonArray(key);
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).getAsDouble();
    }
    return numbers;
  }

  private static List<Integer> integers(JsonObject spec, String key) {
    List<Integer> integers = new ArrayList<>();
    for (JsonElement element : spec.get(key).getAsJsonArray()) {
      integers.add(element.getAsInt());
    }
    return integers;
  }

  private JsonObject object(String field) throws BadCaseException {
    JsonElement value = json.get(field);
    if (value == null || value.isJsonNull()) {
      return new JsonObject();
    }
    if (!value.isJsonObject()) {
      throw new BadCaseException("%s: '%s' is not a JSON object".formatted(name, field));
    }
    return value.getAsJsonObject();
  }

  private static String text(JsonObject object, String field, String where)
      throws BadCaseException {
    if (object.get(field) instanceof JsonPrimitive value && value.isString()) {
      return value.getAsString();
    }
    throw new BadCaseException("%s has no text '%s'".formatted(where, field));
  }
}
