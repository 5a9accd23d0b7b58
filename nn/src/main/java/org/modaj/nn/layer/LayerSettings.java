package org.modaj.nn.layer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;

/**
 * A layer's settings as read from a file, with typed access.
 *
 * @param layer name of the layer, for messages
 * @param values settings by name; numbers may be any {@link Number}
 */
public record LayerSettings(String layer, Map<String, Object> values) {

  /** Whether there is such a setting; files of earlier versions lack later ones. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** A whole number. */
  public int integer(String name) {
    double value = number(name);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw wrong(name, "is no whole number: " + value);
    }
    return (int) value;
  }

  /** A whole number, or what stands for it when there is none. */
  public int integer(String name, int otherwise) {
    return has(name) ? integer(name) : otherwise;
  }

  /** A number. */
  public double number(String name) {
    if (!(values.get(name) instanceof Number number)) {
      throw wrong(name, "is missing or no number: " + values.get(name));
    }
    return number.doubleValue();
  }

  /** A number, or what stands for it when there is none. */
  public double number(String name, double otherwise) {
    return has(name) ? number(name) : otherwise;
  }

  /** A truth value. */
  public boolean flag(String name) {
    if (!(values.get(name) instanceof Boolean flag)) {
      throw wrong(name, "is missing or neither true nor false: " + values.get(name));
    }
    return flag;
  }

  /** A truth value, or what stands for it when there is none. */
  public boolean flag(String name, boolean otherwise) {
    return has(name) ? flag(name) : otherwise;
  }

  /** A text. */
  public String text(String name) {
    if (!(values.get(name) instanceof String text)) {
      throw wrong(name, "is missing or no text: " + values.get(name));
    }
    return text;
  }

  /** A list of whole numbers. */
  public int[] integers(String name) {
    if (!(values.get(name) instanceof List<?> list)
        || !list.stream().allMatch(LayerSettings::isInteger)) {
      throw wrong(name, "is missing or no list of whole numbers: " + values.get(name));
    }
    return list.stream().mapToInt(v -> ((Number) v).intValue()).toArray();
  }

  private static boolean isInteger(@Nullable Object value) {
    return value instanceof Number n && n.intValue() == n.doubleValue();
  }

  private EngineException wrong(String name, String what) {
    return new EngineException("read network", layer, "setting \"" + name + "\" " + what);
  }
}
