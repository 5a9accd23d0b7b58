package org.modaj.nn.layer;

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
}
