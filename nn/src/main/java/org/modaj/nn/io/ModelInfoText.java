package org.modaj.nn.io;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import org.modaj.engine.io.Printable;
import org.modaj.nn.io.ModelInfo.ImageFit;
import org.modaj.nn.io.ModelInfo.Task;

/** What a network says of itself, as text entries of files. */
final class ModelInfoText {
  private static final String TASK = "task";
  private static final String CLASS_NAMES = "class_names";
  private static final String MEAN = "normalization_mean";
  private static final String STD = "normalization_std";
  private static final String VALUES = "normalization_values";
  private static final String PIXELS = "pixels / 255";
  private static final String PLAIN = "as they are";
  private static final String FIT = "image_fit";
  private static final String VERSION = "version";
  private static final String MODULE = "module";
  private static final String VOCABULARY = "vocabulary";

  /** Entries of earlier checkpoints: names of all classes, and which of them the outputs are. */
  private static final String ALL_CLASSES = "classes";

  private static final String TARGETS = "targets";

  /** Other tools' entries with the outputs' names. */
  private static final List<String> OTHER_NAMES = List.of("labels", "names");

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private ModelInfoText() {}

  static Map<String, String> write(ModelInfo info) {
    Map<String, String> entries = new LinkedHashMap<>();
    if (info.task() != Task.UNKNOWN) {
      entries.put(TASK, word(info.task()));
    }
    if (!info.classNames().isEmpty()) {
      entries.put(CLASS_NAMES, GSON.toJson(info.classNames()));
    }
    InputScaling scaling = info.scaling();
    if (scaling != null) {
      entries.put(MEAN, GSON.toJson(scaling.mean()));
      entries.put(STD, GSON.toJson(scaling.std()));
      entries.put(VALUES, scaling.pixels() ? PIXELS : PLAIN);
    }
    if (info.fit() != ImageFit.STRETCH) {
      entries.put(FIT, word(info.fit()));
    }
    if (info.version() != null) {
      entries.put(VERSION, info.version());
    }
    if (info.module() != null) {
      entries.put(MODULE, GSON.toJson(info.module()));
    }
    if (info.vocabulary() != null) {
      entries.put(VOCABULARY, info.vocabulary());
    }
    return entries;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static ModelInfo read(Map<String, String> entries) {
    List<String> names = classNames(entries);
    Task task = constant(entries, TASK, Task.class, Task.UNKNOWN);
    boolean classes = task == Task.UNKNOWN && !names.isEmpty();
    return new ModelInfo(
        classes ? Task.CLASSIFICATION : task,
        names,
        scaling(entries),
        constant(entries, FIT, ImageFit.class, ImageFit.STRETCH),
        entries.get(VERSION),
        module(entries),
        entries.get(VOCABULARY));
  }

  private static <E extends Enum<E>> E constant(
      Map<String, String> entries, String key, Class<E> type, E usual) {
    String text = entries.get(key);
    if (text == null) {
      return usual;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(c -> word(c).equals(text))
        .findFirst()
        .orElse(usual); // a word of a later version or of another tool: unknown
  }

  private static List<String> classNames(Map<String, String> entries) {
    if (entries.containsKey(CLASS_NAMES)) {
      return names(CLASS_NAMES, entries.get(CLASS_NAMES));
    }
    if (entries.containsKey(ALL_CLASSES) && entries.containsKey(TARGETS)) {
      List<String> all = names(ALL_CLASSES, entries.get(ALL_CLASSES));
      List<String> some = new ArrayList<>();
      for (double target : numbers(TARGETS, entries.get(TARGETS))) {
        if (target != (int) target || target < 0 || target >= all.size()) {
          throw wrong(TARGETS, "numbers of the " + all.size() + " classes", "" + target);
        }
        some.add(all.get((int) target));
      }
      return some;
    }
    for (String key : OTHER_NAMES) {
      String text = entries.get(key);
      if (text != null) {
        return names(key, text);
      }
    }
    return List.of();
  }

  /** A JSON list of names, an object with a name for each number, or names with commas between. */
  private static List<String> names(String key, String text) {
    String strip = text.strip();
    if (strip.isEmpty() || strip.equals("null")) { // a program's null, not a class of this name
      throw wrong(key, "a JSON list of names", strip.isEmpty() ? "nothing" : strip);
    }
    if (!strip.startsWith("[") && !strip.startsWith("{")) {
      return Arrays.stream(strip.split(",", -1)).map(String::strip).toList();
    }
    try {
      JsonValue value = JsonValue.parse(text);
      if (strip.startsWith("[")) {
        return value.texts();
      }
      List<String> names = new ArrayList<>();
      for (int i = 0; i < value.names().size(); i++) {
        names.add(value.get(Integer.toString(i)).text());
      }
      return names;
    } catch (JsonFormatException e) {
      throw wrong(key, "a JSON list of names", e.getMessage());
    }
  }

  private static @Nullable InputScaling scaling(Map<String, String> entries) {
    String mean = entries.get(MEAN);
    String std = entries.get(STD);
    if (mean == null && std == null) {
      return null;
    }
    if (mean == null || std == null) {
      throw wrong(mean == null ? MEAN : STD, "both " + MEAN + " and " + STD, "one of them");
    }
    String values = entries.getOrDefault(VALUES, PIXELS);
    if (!values.equals(PIXELS) && !values.equals(PLAIN)) {
      throw wrong(VALUES, "\"" + PIXELS + "\" or \"" + PLAIN + "\"", Printable.quoted(values));
    }
    return InputScaling.of(
        floats(numbers(MEAN, mean)), floats(numbers(STD, std)), values.equals(PIXELS));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static double[] numbers(String key, String text) {
    try {
      List<JsonValue> items = JsonValue.parse(text).items();
      double[] numbers = new double[items.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = items.get(i).number();
      }
      return numbers;
    } catch (JsonFormatException e) {
      throw wrong(key, "a JSON list of numbers", e.getMessage());
    }
  }

  private static @Nullable ModuleOrigin module(Map<String, String> entries) {
    String text = entries.get(MODULE);
    if (text == null) {
      return null;
    }
    try {
      JsonValue value = JsonValue.parse(text);
      return new ModuleOrigin(
          Arrays.stream(value.get("classes").integers()).boxed().toList(),
          value.get("threshold").number(),
          value.get("policy").text(),
          value.get("source").text());
    } catch (JsonFormatException e) {
      throw wrong(MODULE, "classes, threshold, policy and source", e.getMessage());
    }
  }

  private static EngineException wrong(String key, String expected, @Nullable String actual) {
    return new EngineException(
        "model info",
        key,
        "expected " + expected + ", but got " + actual + "; the file's entries were changed");
  }
}
