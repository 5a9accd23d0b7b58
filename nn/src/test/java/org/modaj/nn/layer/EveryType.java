package org.modaj.nn.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Conv2d;
import org.modaj.engine.ops.Lstm;
import org.modaj.engine.ops.MaxPool2d;

/** A layer of every type with settings that are not the usual ones, and an input shape that fits. */
final class EveryType {
  private EveryType() {}

  /** A layer and the shapes of its inputs. */
  record Example(Layer layer, List<Shape> inputs, boolean sequences) {}

  static Map<String, Example> examples() {
    Map<String, Example> examples = new LinkedHashMap<>();
    for (Example example : all()) {
      examples.put(example.layer().type(), example);
    }
    return examples;
  }

  private static List<Example> all() {
    Shape image = Shape.of(7, 5, 4);
    Tensor marks = Tensor.of(Shape.of(3), new float[] {0, 1, 1});
    Tensor four = filled(4);
    List<Example> examples =
        new ArrayList<>(
            List.of(
                of(
                    new Conv2dLayer(
                        filled(3, 2, 2, 6), filled(6), new Conv2d.Options(2, 1, 1, 0, 1, 2, 2)),
                    image),
                of(new DenseLayer(filled(4, 3), null), image),
                of(new BatchNormLayer(four, filled(4), filled(4), filled(4), 0.25f, 1e-3f), image),
                of(new MaxPool2dLayer(new MaxPool2d.Window(3, 2, 2, 1, 1, 0)), image),
                of(new GlobalAveragePoolLayer(), image),
                of(new FlattenLayer(), image),
                of(new AddLayer(), image, image),
                of(new ConcatLayer(), image, image.with(-1, 2)),
                of(new AlignUnitsLayer(3, -1, 0, 0), image),
                of(new SoftmaxLayer(), Shape.of(4)),
                of(new RowsToStepsLayer(), image),
                sequences(new LstmLayer(List.of(weights(3, 2), weights(3, 4))), Shape.of(6, 3)),
                sequences(new LastStepLayer(marks), Shape.of(6, 3))));
    for (Activation activation : Activation.values()) {
      double[] settings = activation.settings().stream().mapToDouble(s -> 0.375).toArray();
      examples.add(of(activation.layer(settings), image));
    }
    return examples;
  }

  private static Example of(Layer layer, Shape... inputs) {
    return new Example(layer, List.of(inputs), false);
  }

  private static Example sequences(Layer layer, Shape input) {
    return new Example(layer, List.of(input), true);
  }

  private static Lstm.Weights weights(int in, int units) {
    return new Lstm.Weights(filled(in, 4 * units), filled(units, 4 * units), filled(4 * units));
  }

  private static Tensor filled(int... shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.data()[i] = 0.125f * (1 + i % 7);
    }
    return tensor.requireGrad(true);
  }
}
