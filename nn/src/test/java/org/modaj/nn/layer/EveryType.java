package org.modaj.nn.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Conv1d;
import org.modaj.engine.ops.Conv2d;
import org.modaj.engine.ops.ConvTranspose2d;
import org.modaj.engine.ops.Gru;
import org.modaj.engine.ops.Lstm;
import org.modaj.engine.ops.MaxPool2d;
import org.modaj.engine.ops.Pad2d;
import org.modaj.engine.ops.Upsample;
import org.modaj.nn.layer.activation.DropoutLayer;
import org.modaj.nn.layer.activation.PReluLayer;
import org.modaj.nn.layer.activation.SoftmaxLayer;
import org.modaj.nn.layer.attention.AttentionLayer;
import org.modaj.nn.layer.attention.ClassTokenLayer;
import org.modaj.nn.layer.attention.PositionEmbeddingLayer;
import org.modaj.nn.layer.conv.Conv1dLayer;
import org.modaj.nn.layer.conv.Conv2dLayer;
import org.modaj.nn.layer.conv.ConvTranspose2dLayer;
import org.modaj.nn.layer.dense.DenseLayer;
import org.modaj.nn.layer.dense.EmbeddingLayer;
import org.modaj.nn.layer.dense.ScaleShiftLayer;
import org.modaj.nn.layer.join.AddLayer;
import org.modaj.nn.layer.join.AlignUnitsLayer;
import org.modaj.nn.layer.join.ConcatLayer;
import org.modaj.nn.layer.join.MultiplyLayer;
import org.modaj.nn.layer.join.SplitLayer;
import org.modaj.nn.layer.join.SubtractLayer;
import org.modaj.nn.layer.norm.BatchNormLayer;
import org.modaj.nn.layer.norm.GroupNormLayer;
import org.modaj.nn.layer.norm.InstanceNormLayer;
import org.modaj.nn.layer.norm.LayerNormLayer;
import org.modaj.nn.layer.norm.RmsNormLayer;
import org.modaj.nn.layer.pool.AdaptivePool2dLayer;
import org.modaj.nn.layer.pool.AvgPool2dLayer;
import org.modaj.nn.layer.pool.GlobalAveragePoolLayer;
import org.modaj.nn.layer.pool.MaxPool2dLayer;
import org.modaj.nn.layer.pool.Pool1dLayer;
import org.modaj.nn.layer.pool.ReduceLayer;
import org.modaj.nn.layer.pool.ReduceStepsLayer;
import org.modaj.nn.layer.recurrent.GruLayer;
import org.modaj.nn.layer.recurrent.LastStepLayer;
import org.modaj.nn.layer.recurrent.LstmLayer;
import org.modaj.nn.layer.shape.ChannelShuffleLayer;
import org.modaj.nn.layer.shape.FlattenLayer;
import org.modaj.nn.layer.shape.ImageToStepsLayer;
import org.modaj.nn.layer.shape.Pad2dLayer;
import org.modaj.nn.layer.shape.PermuteLayer;
import org.modaj.nn.layer.shape.PixelShuffleLayer;
import org.modaj.nn.layer.shape.ReshapeLayer;
import org.modaj.nn.layer.shape.RowsToStepsLayer;
import org.modaj.nn.layer.shape.UpsampleLayer;

/**
 * A layer of every type with settings that are not the usual ones, and an input shape that fits.
 */
final class EveryType {
  private EveryType() {}

  /**
   * A layer and the shapes of its inputs.
   *
   * @param value of every element of the input
   */
  record Example(Layer layer, List<Shape> inputs, boolean sequences, float value) {}

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
                of(new SoftmaxLayer(false), Shape.of(4)),
                of(new SoftmaxLayer(true), Shape.of(4)),
                of(new RowsToStepsLayer(), image),
                sequences(new LstmLayer(List.of(weights(3, 4), weights(3, 4))), Shape.of(6, 3)),
                sequences(new LastStepLayer(marks), Shape.of(6, 3))));
    examples.addAll(ofImages(image));
    examples.addAll(ofSequences(Shape.of(6, 4)));
    for (Activation activation : Activation.values()) {
      double[] settings = activation.settings().stream().mapToDouble(s -> 0.375).toArray();
      examples.add(of(activation.layer(settings), image));
    }
    return examples;
  }

  private static List<Example> ofImages(Shape image) {
    Shape even = Shape.of(6, 4, 8);
    return List.of(
        of(
            new ConvTranspose2dLayer(
                filled(3, 2, 3, 4),
                filled(6),
                new ConvTranspose2d.Options(new Conv2d.Options(2, 3, 1, 0, 2, 1, 2), 1, 2)),
            image),
        of(new UpsampleLayer(Upsample.Mode.BILINEAR, 9, 4), image),
        of(new AvgPool2dLayer(new MaxPool2d.Window(3, 2, 2, 3, 1, 1).withCeil(true), false), image),
        of(new AdaptivePool2dLayer(true, 3, 2), image),
        of(new AdaptivePool2dLayer(false, 2, 4), image),
        of(new Pad2dLayer(Pad2d.Mode.CONSTANT, new Pad2d.Sides(1, 0, 2, 3), 0.3f), image),
        of(new DropoutLayer(0.3, true), image),
        of(new PReluLayer(filled(4)), image),
        of(new ScaleShiftLayer(filled(4), filled(4)), image),
        of(new GroupNormLayer(2, filled(4), null, 1e-3), image),
        of(new InstanceNormLayer(null, filled(4), 1e-2), image),
        of(new MultiplyLayer(), image, image),
        of(new SubtractLayer(), image, image),
        of(new ReduceLayer(true, 2, 0), image),
        of(new ReduceLayer(false, 1), image),
        of(new PixelShuffleLayer(2, false), even),
        of(new PixelShuffleLayer(2, true), even),
        of(new ChannelShuffleLayer(2), image),
        of(new SplitLayer(1, 3), image),
        of(new PermuteLayer(2, 0, 1), image),
        of(new ReshapeLayer(5, 28), image),
        of(new ImageToStepsLayer(), image));
  }

  private static List<Example> ofSequences(Shape steps) {
    Gru.Weights forward = gru(4, 3);
    Gru.Weights backward = gru(4, 3);
    return List.of(
        sequences(
            new Conv1dLayer(filled(3, 2, 6), filled(6), new Conv1d.Options(2, 1, 2, 2)), steps),
        sequences(
            new Pool1dLayer(true, new MaxPool2d.Window(1, 3, 1, 2, 0, 1).withCeil(true), false),
            steps),
        sequences(
            new Pool1dLayer(
                false,
                new MaxPool2d.Window(1, 2, 1, 3, 0, 1).withDilation(1, 2).withCeil(true),
                true),
            steps),
        sequences(new LayerNormLayer(filled(4), null, 1e-3), steps),
        sequences(new RmsNormLayer(filled(4), 1e-2), steps),
        sequences(new ClassTokenLayer(filled(4)), steps),
        sequences(new ReduceStepsLayer(true), steps),
        sequences(new ReduceStepsLayer(false), steps),
        new Example(new EmbeddingLayer(filled(5, 3), 2), List.of(Shape.of(6, 1)), true, 3),
        sequences(new PositionEmbeddingLayer(filled(9, 4)), steps),
        sequences(new ClassTokenLayer(filled(4)), steps),
        sequences(new ScaleShiftLayer(filled(4), filled(4)), steps),
        sequences(new GruLayer(List.of(forward, backward)), steps),
        new Example(
            new AttentionLayer(2, true), List.of(steps, steps, Shape.of(6, 8)), true, 0.5f));
  }

  private static Gru.Weights gru(int in, int units) {
    return new Gru.Weights(
        filled(in, 3 * units), filled(units, 3 * units), filled(3 * units), filled(3 * units));
  }

  private static Example of(Layer layer, Shape... inputs) {
    return new Example(layer, List.of(inputs), false, 0.5f);
  }

  private static Example sequences(Layer layer, Shape input) {
    return new Example(layer, List.of(input), true, 0.5f);
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
