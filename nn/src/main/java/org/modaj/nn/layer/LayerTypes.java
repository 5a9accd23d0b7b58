package org.modaj.nn.layer;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;

/**
 * Makes layers again from their type, settings and tensors, for reading networks from files. The
 * set is open: {@code LayerTypes.standard().with("swish", Swish::restore)} also reads a user's
 * layer. Immutable.
 */
public final class LayerTypes {
  /** How one type is made again. */
  @FunctionalInterface
  public interface Restorer {
    /**
     * Makes a layer.
     *
     * @param settings as {@link Layer#settings} gave them
     * @param tensors its tensors by name, to be used themselves; not modified
     */
    Layer restore(LayerSettings settings, Map<String, Tensor> tensors);
  }

  /** No types, to begin with. */
  static final LayerTypes NONE = new LayerTypes(Map.of());

  private final Map<String, Restorer> types;

  private LayerTypes(Map<String, Restorer> types) {
    this.types = types;
  }

  /** The types of this library. */
  public static LayerTypes standard() {
    return StandardTypes.ALL;
  }

  /**
   * These types and one more.
   *
   * @param type as {@link Layer#type()} gives it
   * @param restorer makes such a layer again
   * @throws EngineException when the type is known already
   */
  public LayerTypes with(String type, Restorer restorer) {
    if (types.containsKey(type)) {
      throw new EngineException(
          "register layer type", null, "\"" + type + "\" is known already; choose another name");
    }
    Map<String, Restorer> more = new TreeMap<>(types);
    more.put(type, restorer);
    return new LayerTypes(more);
  }

  /** All types, as {@link Layer#type()} names them. */
  public Set<String> names() {
    return Collections.unmodifiableSet(types.keySet());
  }

  /**
   * Makes a layer.
   *
   * @param type as {@link Layer#type()} gave it
   * @param settings its settings
   * @param tensors its parameters and buffers
   * @throws UnknownLayerTypeException when the type is unknown
   */
  public Layer restore(String type, LayerSettings settings, Map<String, Tensor> tensors) {
    Restorer restorer = types.get(type);
    if (restorer == null) {
      throw new UnknownLayerTypeException("read network", settings.layer(), type, names());
    }
    return restorer.restore(settings, tensors);
  }

  /**
   * Checks that a layer can be made again from what a file holds of it.
   *
   * @param layer the layer
   * @param settings its settings as they are read back
   * @throws EngineException naming the layer when its type is unknown, or what is restored has
   *     another type, other settings or other tensors
   */
  public void check(Layer layer, LayerSettings settings) {
    String name = settings.layer();
    if (!types.containsKey(layer.type())) {
      throw new UnknownLayerTypeException("save network", name, layer.type(), names());
    }
    Layer again = restore(layer.type(), settings, layer.tensors().all());
    LayerTensors before = layer.tensors();
    LayerTensors after = again.tensors();
    if (!before.parameters().equals(after.parameters())
        || !before.buffers().equals(after.buffers())) {
      throw lost(layer, name, "tensors " + before + " come back as " + after);
    }
    if (!again.settings().equals(layer.settings())) {
      throw lost(layer, name, "settings " + layer.settings() + " come back as " + again.settings());
    }
  }

  private static EngineException lost(Layer layer, String name, String what) {
    return new EngineException(
        "save network",
        name,
        "a layer of type \""
            + layer.type()
            + "\" would not be read back as it is: its "
            + what
            + "; mend what restores it, or settings() and tensors()");
  }
}
