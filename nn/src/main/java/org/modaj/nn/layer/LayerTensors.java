package org.modaj.nn.layer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;

/**
 * The tensors of a layer by name, in order, each either trained or a buffer:
 *
 * <pre>{@code
 * LayerTensors.of().parameter("weight", weight).parameter("bias", bias).buffer("running_mean", mean)
 * }</pre>
 *
 * <p>Immutable, but the tensors are the layer's own.
 */
public final class LayerTensors {
  /** No tensors. */
  public static final LayerTensors NONE = new LayerTensors(Map.of(), Map.of());

  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> buffers;

  private LayerTensors(Map<String, Tensor> parameters, Map<String, Tensor> buffers) {
    this.parameters = parameters;
    this.buffers = buffers;
  }

  /** No tensors, to begin with. */
  public static LayerTensors of() {
    return NONE;
  }

  /**
   * These and a trained tensor.
   *
   * @param name without dots and slashes
   * @param tensor left out when null
   */
  public LayerTensors parameter(String name, @Nullable Tensor tensor) {
    return tensor == null ? this : new LayerTensors(with(parameters, name, tensor), buffers);
  }

  /** These and a tensor that is part of the state but not trained; left out when null. */
  public LayerTensors buffer(String name, @Nullable Tensor tensor) {
    return tensor == null ? this : new LayerTensors(parameters, with(buffers, name, tensor));
  }

  private Map<String, Tensor> with(Map<String, Tensor> some, String name, Tensor tensor) {
    if (parameters.containsKey(name) || buffers.containsKey(name)) {
      throw new EngineException("make layer", null, "it has two tensors called " + name);
    }
    if (name.isBlank() || name.indexOf('.') >= 0 || name.indexOf('/') >= 0) {
      throw new EngineException(
          "make layer", null, "the tensor name \"" + name + "\" is blank or has a dot or slash");
    }
    Map<String, Tensor> more = new LinkedHashMap<>(some);
    more.put(name, tensor);
    return Collections.unmodifiableMap(more);
  }

  /** The trained ones, in order. */
  public Map<String, Tensor> parameters() {
    return parameters;
  }

  /** The others, in order. */
  public Map<String, Tensor> buffers() {
    return buffers;
  }

  /** All: the trained ones, then the others. */
  public Map<String, Tensor> all() {
    Map<String, Tensor> all = new LinkedHashMap<>(parameters);
    all.putAll(buffers);
    return Collections.unmodifiableMap(all);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return parameters.isEmpty() && buffers.isEmpty();
  }

  @Override
  public String toString() {
    return all().keySet().toString();
  }
}
