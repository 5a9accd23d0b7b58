package org.modaj.bench.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;

/** The settings that a checkpoint says it was trained with, compared with those of now. */
final class SavedSettings {
  private final Map<String, @Nullable Object> saved;
  private final Map<String, @Nullable Object> now;

  /**
   * Reads the settings of a checkpoint.
   *
   * @throws ExperimentException when it has none
   */
  SavedSettings(Path file, @Nullable String text, Map<String, Object> now) {
    try {
      this.saved = text == null ? Map.of() : JsonValue.parse(text).members();
    } catch (JsonFormatException e) {
      throw new ExperimentException(
          file + " has unreadable settings (" + e.getMessage() + "); restore it from a copy");
    }
    this.now = new LinkedHashMap<>(now);
  }

  /**
   * What a training says of the network it began with.
   *
   * @param text the settings of its checkpoint
   * @param known what is said of it now, which counts
   */
  static Map<String, Object> origin(@Nullable String text, Map<String, Object> known) {
    Map<String, Object> origin = new LinkedHashMap<>();
    try {
      origin.putAll(
          FirstNetwork.entriesOf(text == null ? Map.of() : JsonValue.parse(text).members()));
    } catch (JsonFormatException e) {
      // the constructor reports it
    }
    origin.putAll(known);
    return origin;
  }

  /** Fails when settings differ that may not, naming just these. */
  void require(Path file, Set<String> changeable, String savedData, String data) {
    if (saved.isEmpty()) {
      throw new ExperimentException(
          file
              + " is of another training: it does not say its settings; name another folder with"
              + " --out");
    }
    List<String> different = new ArrayList<>();
    for (String name : names()) {
      if (!changeable.contains(name) && differs(name)) {
        different.add("\"" + name + "\":" + text(saved.get(name)) + ", not " + text(now.get(name)));
      }
    }
    if (!savedData.equals(data)) {
      different.add("the training samples (checksum " + savedData + ", not " + data + ")");
    }
    if (!different.isEmpty()) {
      throw new ExperimentException(
          file
              + " is of another training; it has "
              + String.join("; ", different)
              + "; give its settings, or another --out");
    }
  }

  /** What changes, a line each, such as {@code "epochs 200 -> 400"}. */
  List<String> changes() {
    List<String> changes = new ArrayList<>();
    for (String name : names()) {
      if (differs(name)) {
        changes.add(name + " " + text(saved.get(name)) + " -> " + text(now.get(name)));
      }
    }
    return changes;
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>(saved.keySet());
    names.addAll(now.keySet());
    return names;
  }

  private boolean differs(String name) {
    return !Objects.equals(comparable(saved.get(name)), comparable(now.get(name)));
  }

  private static @Nullable Object comparable(@Nullable Object value) {
    return value instanceof Number number ? (Object) number.doubleValue() : value;
  }

  private static String text(@Nullable Object value) {
    return value instanceof Number n && n.doubleValue() == n.longValue() && n instanceof Double
        ? String.valueOf(n.longValue())
        : String.valueOf(value == null ? "none" : value);
  }
}
