package org.modaj.nn.layer.norm;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.TensorShapes;
import org.modaj.nn.unit.UnitFlow;

/**
 * What normalizations without statistics have in common: a factor and a summand for each position
 * of the last axis, {@code weight} and {@code bias [c]}, each of which may be absent, and what
 * keeps the divisor from 0.
 */
abstract class NormalizationLayer implements Layer {
  private final String type;
  final @Nullable Tensor weight;
  final @Nullable Tensor bias;
  final double epsilon;

  /**
   * Creates the layer around its tensors.
   *
   * @throws org.modaj.engine.ShapeException when they do not fit together, or epsilon is not
   *     positive
   */
  NormalizationLayer(String type, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
    this.type = type;
    this.weight =
        weight == null ? null : TensorShapes.ofRank(type, "weight", "[channels]", 1, weight);
    this.bias = TensorShapes.sameVector(type, "bias", weight, bias);
    this.epsilon = TensorShapes.positive(type, "epsilon", epsilon);
  }

  @Override
  public final String type() {
    return type;
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("epsilon", epsilon);
  }

  @Override
  public final LayerTensors tensors() {
    return LayerTensors.of().parameter("weight", weight).parameter("bias", bias);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape in = TensorShapes.only(type, inputs);
    return weight == null ? in : TensorShapes.channels(type, weight.elements(), in);
  }

  /** Units that each have their own factor and summand. */
  final UnitFlow scaled(UnitFlow flow) {
    UnitFlow weighted = weight == null ? flow : flow.bind("weight", 0);
    return bias == null ? weighted : weighted.bind("bias", 0);
  }
}
