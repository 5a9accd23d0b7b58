package org.modaj.moda;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Context;
import org.modaj.nn.layer.GroupedLayer;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerTensors;
import org.modaj.nn.layer.Stepwise;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * A layer of a user's own, made of functions: stepwise, in one place where the interface of layers
 * can change.
 *
 * @param type as in {@link Layer#type}
 * @param groups its number of groups; 0 for a layer without groups
 * @param parameters its tensors
 * @param shape of the output, of the inputs' shapes
 * @param compute the output
 * @param flow what it declares, of itself and its inputs
 */
public record OwnLayer(
    String type,
    int groups,
    Map<String, Tensor> parameters,
    Outline shape,
    Computation compute,
    Declaration flow)
    implements GroupedLayer, Stepwise {
  /** The output's shape. */
  @FunctionalInterface
  public interface Outline {
    /** Shape of the output of inputs of these shapes. */
    Shape of(OwnLayer layer, List<Shape> inputs);
  }

  /** The arithmetic. */
  @FunctionalInterface
  public interface Computation {
    /** The output of these inputs, with the layer's tensors and groups. */
    Tensor of(OwnLayer layer, List<Tensor> inputs);
  }

  /** The declaration. */
  @FunctionalInterface
  public interface Declaration {
    /** The units of the layer, with the inputs' shapes and layouts. */
    UnitFlow of(OwnLayer layer, List<Shape> shapes, List<UnitLayout> inputs);
  }

  /** A layer without tensors and groups whose output has the first input's shape. */
  public static OwnLayer plain(String type, Function<List<Tensor>, Tensor> f, Declaration flow) {
    return new OwnLayer(
        type, 0, Map.of(), (layer, shapes) -> shapes.get(0), (layer, x) -> f.apply(x), flow);
  }

  /** The same with another output shape. */
  public OwnLayer shaped(Outline other) {
    return new OwnLayer(type, groups, parameters, other, compute, flow);
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("groups", groups);
  }

  @Override
  public LayerTensors tensors() {
    LayerTensors tensors = LayerTensors.of();
    for (Map.Entry<String, Tensor> tensor : parameters.entrySet()) {
      tensors = tensors.parameter(tensor.getKey(), tensor.getValue());
    }
    return tensors;
  }

  @Override
  public Layer withTensors(Map<String, Tensor> tensors) {
    return withGroups(groups, tensors);
  }

  @Override
  public Layer withGroups(int count, Map<String, Tensor> tensors) {
    return new OwnLayer(
        type, groups == 0 ? 0 : count, new LinkedHashMap<>(tensors), shape, compute, flow);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return shape.of(this, inputs);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    return compute.of(this, inputs);
  }

  @Override
  public UnitFlow units(String name, List<Shape> shapes, List<UnitLayout> inputs) {
    return flow.of(this, shapes, inputs);
  }
}
