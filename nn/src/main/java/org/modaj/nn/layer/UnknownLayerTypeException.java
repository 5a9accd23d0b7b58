package org.modaj.nn.layer;

import java.util.List;
import java.util.Set;
import org.modaj.engine.EngineException;

/** A layer's type is not among the {@link LayerTypes} that were given. */
public final class UnknownLayerTypeException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final transient List<String> known;

  /**
   * Creates the exception.
   *
   * @param operation reading or saving
   * @param layer name of the layer
   * @param type its type
   * @param known the types that were given
   */
  public UnknownLayerTypeException(String operation, String layer, String type, Set<String> known) {
    super(
        operation,
        layer,
        "layer type \""
            + type
            + "\" is unknown; known are "
            + known
            + ". Register it: "
            + registration(type)
            + ", given to Checkpoint.save and Checkpoint.load");
    this.type = type;
    this.known = List.copyOf(known);
  }

  private static String registration(String type) {
    return "LayerTypes.standard().with(\"" + type + "\", YourLayer::restore)";
  }

  /** The unknown type. */
  public String type() {
    return type;
  }

  /** The types that were given. */
  public List<String> known() {
    return known;
  }

  /** The expression that registers it. */
  public String registration() {
    return registration(type);
  }
}
