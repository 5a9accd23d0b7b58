package org.modaj.nn.layer;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;

/** Makes layers again from their type, settings and tensors, for reading networks from files. */
public final class LayerTypes {
  /** How one type is made again. */
  @FunctionalInterface
  private interface Restorer {
    Layer restore(LayerConfig config, Map<String, Tensor> tensors);
  }

  private static final Map<String, Restorer> TYPES = new TreeMap<>();

  static {
    TYPES.put("conv2d", Conv2dLayer::restore);
    TYPES.put("depthwise_conv2d", DepthwiseConv2dLayer::restore);
    TYPES.put("dense", DenseLayer::restore);
    TYPES.put("batch_norm", BatchNormLayer::restore);
    TYPES.put("relu", ReluLayer::restore);
    TYPES.put("max_pool2d", MaxPool2dLayer::restore);
    TYPES.put("global_avg_pool2d", GlobalAveragePoolLayer::restore);
    TYPES.put("flatten", FlattenLayer::restore);
    TYPES.put("add", AddLayer::restore);
    TYPES.put("concat", ConcatLayer::restore);
    TYPES.put("align_units", AlignUnitsLayer::restore);
    TYPES.put("softmax", SoftmaxLayer::restore);
    TYPES.put("lstm", LstmLayer::restore);
    TYPES.put("last_step", LastStepLayer::restore);
    TYPES.put("rows_to_steps", RowsToStepsLayer::restore);
  }

  private LayerTypes() {}

  /** All types, as {@link Layer#type()} names them. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(TYPES.keySet());
  }

  /**
   * Makes a layer.
   *
   * @param type as {@link Layer#type()} gave it
   * @param config its settings
   * @param tensors its parameters and buffers
   * @throws EngineException when the type is unknown
   */
  public static Layer restore(String type, LayerConfig config, Map<String, Tensor> tensors) {
    Restorer restorer = TYPES.get(type);
    if (restorer == null) {
      throw new EngineException(
          "read network",
          config.layer(),
          "layer type \"" + type + "\" is unknown; known are " + TYPES.keySet());
    }
    return restorer.restore(config, tensors);
  }
}
