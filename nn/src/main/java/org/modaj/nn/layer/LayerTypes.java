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

  private static final LayerTypes STANDARD = new LayerTypes(standardTypes());

  private final Map<String, Restorer> types;

  private LayerTypes(Map<String, Restorer> types) {
    this.types = types;
  }

  private static Map<String, Restorer> standardTypes() {
    Map<String, Restorer> types = new TreeMap<>();
    types.put("conv2d", Conv2dLayer::restore);
    types.put("depthwise_conv2d", Conv2dLayer::restoreDepthwise); // files of earlier versions
    types.put("dense", DenseLayer::restore);
    types.put("batch_norm", BatchNormLayer::restore);
    types.put("max_pool2d", MaxPool2dLayer::restore);
    types.put("global_avg_pool2d", (settings, tensors) -> new GlobalAveragePoolLayer());
    types.put("flatten", (settings, tensors) -> new FlattenLayer());
    types.put("add", (settings, tensors) -> new AddLayer());
    types.put("concat", (settings, tensors) -> new ConcatLayer());
    types.put("align_units", AlignUnitsLayer::restore);
    types.put("softmax", (settings, tensors) -> new SoftmaxLayer());
    types.put("log_softmax", (settings, tensors) -> new SoftmaxLayer(true));
    types.put("lstm", LstmLayer::restore);
    types.put("last_step", LastStepLayer::restore);
    types.put("conv_transpose2d", ConvTranspose2dLayer::restore);
    types.put("conv1d", Conv1dLayer::restore);
    types.put("upsample", UpsampleLayer::restore);
    types.put("avg_pool2d", AvgPool2dLayer::restore);
    types.put("adaptive_avg_pool2d", AdaptivePool2dLayer::restoreAverage);
    types.put("adaptive_max_pool2d", AdaptivePool2dLayer::restoreMax);
    types.put("max_pool1d", Pool1dLayer::restoreMax);
    types.put("avg_pool1d", Pool1dLayer::restoreAverage);
    types.put("pad2d", Pad2dLayer::restore);
    types.put("dropout", DropoutLayer::restore);
    types.put("prelu", PReluLayer::restore);
    types.put("layer_norm", LayerNormLayer::restore);
    types.put("rms_norm", RmsNormLayer::restore);
    types.put("group_norm", GroupNormLayer::restore);
    types.put("instance_norm", InstanceNormLayer::restore);
    types.put("multiply", (settings, tensors) -> new MultiplyLayer());
    types.put("scale_shift", ScaleShiftLayer::restore);
    types.put("class_token", ClassTokenLayer::restore);
    types.put("subtract", (settings, tensors) -> new SubtractLayer());
    types.put("mean", ReduceLayer::restoreMean);
    types.put("max", ReduceLayer::restoreMax);
    types.put("mean_steps", (settings, tensors) -> new ReduceStepsLayer(true));
    types.put("max_steps", (settings, tensors) -> new ReduceStepsLayer(false));
    types.put("embedding", EmbeddingLayer::restore);
    types.put("position_embedding", PositionEmbeddingLayer::restore);
    types.put("gru", GruLayer::restore);
    types.put("attention", AttentionLayer::restore);
    types.put("pixel_shuffle", PixelShuffleLayer::restore);
    types.put("pixel_unshuffle", PixelShuffleLayer::restoreInverse);
    types.put("channel_shuffle", ChannelShuffleLayer::restore);
    types.put("split", SplitLayer::restore);
    types.put("permute", PermuteLayer::restore);
    types.put("reshape", ReshapeLayer::restore);
    types.put("image_to_steps", (settings, tensors) -> new ImageToStepsLayer());
    types.put("rows_to_steps", (settings, tensors) -> new RowsToStepsLayer());
    for (Activation activation : Activation.values()) {
      types.put(activation.type(), activation::restore);
    }
    return types;
  }

  /** The types of this library. */
  public static LayerTypes standard() {
    return STANDARD;
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
