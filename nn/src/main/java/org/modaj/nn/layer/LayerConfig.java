package org.modaj.nn.layer;

import java.util.List;
import java.util.Map;
import org.modaj.engine.EngineException;

/**
 * A layer's settings as read from a file, with typed access.
 *
 * @param layer name of the layer, for messages
 * @param values settings by name; numbers may be any {@link Number}
 */
public record LayerConfig(String layer, Map<String, Object> values) {

  /** A whole number. */
  public int integer(String name) {
    double value = number(name);
    if (value != Math.rint(value)) {
      throw new EngineException(
          "read network", layer, "setting \"" + name + "\" is no whole number: " + value);
    }
    return (int) value;
  }

  /** A number. */
  public double number(String name) {
    if (!(values.get(name) instanceof Number number)) {
      throw new EngineException(
          "read network",
          layer,
          "setting \"" + name + "\" is missing or no number: " + values.get(name));
    }
    return number.doubleValue();
  }

  /** A list of whole numbers. */
  public int[] integers(String name) {
    if (!(values.get(name) instanceof List<?> list)
        || !list.stream().allMatch(v -> v instanceof Number n && n.intValue() == n.doubleValue())) {
      throw new EngineException(
          "read network",
          layer,
          "setting \"" + name + "\" is missing or no list of whole numbers: " + values.get(name));
    }
    return list.stream().mapToInt(v -> ((Number) v).intValue()).toArray();
  }
}
