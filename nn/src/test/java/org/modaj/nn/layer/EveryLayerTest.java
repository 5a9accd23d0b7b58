package org.modaj.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Conv1d;
import org.modaj.engine.ops.Conv2d;
import org.modaj.engine.ops.ConvTranspose2d;
import org.modaj.engine.ops.MaxPool2d;
import org.modaj.engine.ops.Pad2d;
import org.modaj.engine.ops.Upsample;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Context;
import org.modaj.nn.Mode;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.StepKey;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.activation.PReluLayer;
import org.modaj.nn.layer.activation.SoftmaxLayer;
import org.modaj.nn.layer.attention.AttentionLayer;
import org.modaj.nn.layer.attention.PositionEmbeddingLayer;
import org.modaj.nn.layer.conv.Conv1dLayer;
import org.modaj.nn.layer.conv.ConvTranspose2dLayer;
import org.modaj.nn.layer.dense.EmbeddingLayer;
import org.modaj.nn.layer.join.MultiplyLayer;
import org.modaj.nn.layer.join.SplitLayer;
import org.modaj.nn.layer.join.SubtractLayer;
import org.modaj.nn.layer.norm.GroupNormLayer;
import org.modaj.nn.layer.norm.InstanceNormLayer;
import org.modaj.nn.layer.norm.LayerNormLayer;
import org.modaj.nn.layer.norm.RmsNormLayer;
import org.modaj.nn.layer.pool.AdaptivePool2dLayer;
import org.modaj.nn.layer.pool.AvgPool2dLayer;
import org.modaj.nn.layer.pool.Pool1dLayer;
import org.modaj.nn.layer.pool.ReduceLayer;
import org.modaj.nn.layer.pool.ReduceStepsLayer;
import org.modaj.nn.layer.shape.ChannelShuffleLayer;
import org.modaj.nn.layer.shape.ImageToStepsLayer;
import org.modaj.nn.layer.shape.Pad2dLayer;
import org.modaj.nn.layer.shape.PermuteLayer;
import org.modaj.nn.layer.shape.PixelShuffleLayer;
import org.modaj.nn.layer.shape.ReshapeLayer;
import org.modaj.nn.layer.shape.UpsampleLayer;

/** What holds for every layer, and small values by hand. */
class EveryLayerTest {
  private static Set<String> types() {
    return new TreeSet<>(EveryType.examples().keySet());
  }

  private static List<Tensor> inputs(EveryType.Example example) {
    List<Tensor> inputs = new ArrayList<>();
    for (Shape shape : example.inputs()) {
      Tensor x = Tensor.full(shape.prepend(2), 0);
      CounterRandom.of("input" + inputs.size()).fill(x.data(), 1, 0);
      for (int i = 0; example.layer() instanceof EmbeddingLayer && i < x.elements(); i++) {
        x.data()[i] = i % 5;
      }
      inputs.add(x.requireGrad(!(example.layer() instanceof EmbeddingLayer)));
    }
    return inputs;
  }

  private static Context training() {
    return Context.of(Mode.TRAIN).at("layer").withKey(StepKey.of(1, 0, 2));
  }

  @ParameterizedTest
  @MethodSource("types")
  void the_output_has_the_declared_shape(String type) {
    EveryType.Example example = EveryType.examples().get(type);
    Tensor y = example.layer().forward(inputs(example), training());
    assertThat(y.shape()).isEqualTo(example.layer().outputShape(example.inputs()).prepend(2));
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_gradient_reaches_every_parameter_and_input(String type) {
    EveryType.Example example = EveryType.examples().get(type);
    List<Tensor> inputs = inputs(example);
    Tensor y = example.layer().forward(inputs, training());
    Tensor gradient = Tensor.full(y.shape(), 0);
    CounterRandom.of("gradient").fill(gradient.data(), 1, 0);
    y.backward(gradient);

    example
        .layer()
        .parameters()
        .forEach((name, tensor) -> assertThat(hasGradient(tensor)).as(name).isTrue());
    if (!(example.layer() instanceof EmbeddingLayer)) {
      assertThat(inputs).allMatch(EveryLayerTest::hasGradient);
    }
  }

  private static boolean hasGradient(Tensor tensor) {
    if (tensor.grad() == null) {
      return false;
    }
    boolean some = false;
    for (float g : tensor.grad().data()) {
      if (!Float.isFinite(g)) {
        return false;
      }
      some |= g != 0;
    }
    return some;
  }

  private static Tensor counted(int... sizes) {
    Tensor x = Tensor.zeros(sizes);
    for (int i = 0; i < x.elements(); i++) {
      x.data()[i] = i;
    }
    return x;
  }

  private static float[] values(Layer layer, Tensor... inputs) {
    return layer.forward(List.of(inputs), Context.of(Mode.EVALUATE).at("layer")).data();
  }

  private static Arguments value(Layer layer, List<Tensor> inputs, float... expected) {
    return Arguments.of(layer.type(), layer, inputs, expected);
  }

  private static Stream<Arguments> valuesByHand() {
    Tensor image = counted(1, 2, 2, 2);
    Tensor steps = counted(1, 3, 2);
    Tensor row = counted(1, 1, 1, 6);
    Tensor two = Tensor.of(Shape.of(2), new float[] {2, 3});
    Tensor ones = Tensor.full(Shape.of(2, 1, 1, 1), 1);
    return Stream.of(
        value(new SplitLayer(1, 3), List.of(row), 1, 2),
        value(new ChannelShuffleLayer(2), List.of(row), 0, 3, 1, 4, 2, 5),
        value(new PermuteLayer(1, 0), List.of(steps), 0, 2, 4, 1, 3, 5),
        value(new SoftmaxLayer(true), List.of(Tensor.full(Shape.of(1, 1), 7)), 0),
        value(new ReshapeLayer(2, 3), List.of(row), 0, 1, 2, 3, 4, 5),
        value(new ImageToStepsLayer(), List.of(image), 0, 1, 2, 3, 4, 5, 6, 7),
        value(new ReduceLayer(true, 0, 1), List.of(image), 3, 4),
        value(new ReduceLayer(false, 2), List.of(image), 1, 3, 5, 7),
        value(new ReduceStepsLayer(true), List.of(steps), 2, 3),
        value(new ReduceStepsLayer(false), List.of(steps), 4, 5),
        value(
            new SubtractLayer(), List.of(steps, Tensor.full(steps.shape(), 1)), -1, 0, 1, 2, 3, 4),
        value(new MultiplyLayer(), List.of(steps, steps), 0, 1, 4, 9, 16, 25),
        value(
            new MultiplyLayer(),
            List.of(image, Tensor.of(Shape.of(1, 2), new float[] {10, 2})),
            0,
            2,
            20,
            6,
            40,
            10,
            60,
            14),
        value(
            new EmbeddingLayer(counted(3, 2), -1),
            List.of(Tensor.of(Shape.of(1, 2, 1), new float[] {2, 0})),
            4,
            5,
            0,
            1),
        value(new PositionEmbeddingLayer(counted(5, 2)), List.of(steps), 0, 2, 4, 6, 8, 10),
        value(new PReluLayer(two), List.of(Tensor.full(Shape.of(1, 2), -1)), -2, -3),
        value(
            new UpsampleLayer(Upsample.Mode.NEAREST, 2, 4),
            List.of(counted(1, 1, 2, 1)),
            0,
            0,
            1,
            1,
            0,
            0,
            1,
            1),
        value(new AdaptivePool2dLayer(true, 1, 2), List.of(image), 2, 3, 4, 5),
        value(new AdaptivePool2dLayer(false, 2, 1), List.of(image), 2, 3, 6, 7),
        value(
            new AvgPool2dLayer(new MaxPool2d.Window(2, 2, 2, 2, 0, 0), true), List.of(image), 3, 4),
        value(
            new Pad2dLayer(Pad2d.Mode.CONSTANT, new Pad2d.Sides(1, 0, 0, 1), 9),
            List.of(counted(1, 1, 2, 1)),
            9,
            0,
            1,
            9,
            9,
            9),
        value(
            new ConvTranspose2dLayer(
                ones,
                null,
                new ConvTranspose2d.Options(new Conv2d.Options(2, 1, 0, 0, 1, 1, 1), 0, 0)),
            List.of(counted(1, 2, 1, 1)),
            0,
            0,
            1,
            1),
        value(
            new Conv1dLayer(
                Tensor.full(Shape.of(2, 2, 1), 1),
                Tensor.vector(10),
                new Conv1d.Options(1, 0, 1, 1)),
            List.of(steps),
            16,
            24),
        value(
            new Pool1dLayer(false, new MaxPool2d.Window(1, 2, 1, 1, 0, 0), true),
            List.of(steps),
            2,
            3,
            4,
            5),
        value(
            new Pool1dLayer(true, new MaxPool2d.Window(1, 2, 1, 2, 0, 1), true),
            List.of(steps),
            0,
            0.5f,
            3,
            4),
        value(
            new Pool1dLayer(true, new MaxPool2d.Window(1, 2, 1, 2, 0, 1), false),
            List.of(steps),
            0,
            1,
            3,
            4),
        value(new PixelShuffleLayer(2, false), List.of(counted(1, 1, 1, 4)), 0, 1, 2, 3),
        value(new PixelShuffleLayer(2, true), List.of(counted(1, 2, 2, 1)), 0, 1, 2, 3));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valuesByHand")
  void values_are_those_of_the_formula(
      String type, Layer layer, List<Tensor> inputs, float[] expected) {
    assertThat(values(layer, inputs.toArray(Tensor[]::new))).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("normalizations")
  void normalized_groups_have_mean_0_and_variance_1(Layer layer, int[] ofOne) {
    Tensor x = Tensor.zeros(1, 3, 2, 4);
    CounterRandom.of("x").fill(x.data(), 3, 2);
    float[] y = values(layer, x);
    double sum = 0;
    double squares = 0;
    for (int i : ofOne) {
      sum += y[i];
      squares += y[i] * y[i];
    }
    assertThat(sum / ofOne.length).isBetween(-1e-5, 1e-5);
    assertThat(squares / ofOne.length).isBetween(0.999, 1.001);
  }

  private static Stream<Arguments> normalizations() {
    return Stream.of(
        Arguments.of(new LayerNormLayer(null, null, 1e-7), new int[] {4, 5, 6, 7}),
        Arguments.of(new InstanceNormLayer(null, null, 1e-7), new int[] {1, 5, 9, 13, 17, 21}),
        Arguments.of(
            new GroupNormLayer(2, null, null, 1e-7),
            new int[] {2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23}));
  }

  private static final Set<String> OF_SEVERAL =
      Set.of("add", "attention", "concat", "multiply", "subtract");

  @ParameterizedTest
  @MethodSource("types")
  void an_input_too_many_is_refused_with_the_layer_named(String type) {
    EveryType.Example example = EveryType.examples().get(type);
    Shape input = example.inputs().getFirst();
    NetworkBuilder net =
        example.sequences()
            ? NetworkBuilder.forSequences("net", input, 1)
            : new NetworkBuilder("net", input, 1);
    Value[] inputs = new Value[OF_SEVERAL.contains(type) ? 4 : 2];
    Arrays.fill(inputs, net.input());
    Throwable thrown = catchThrowable(() -> net.add("odd", example.layer(), inputs));
    if (type.equals("concat")) {
      assertThat(thrown).isNull();
      return;
    }
    assertThat(thrown).isInstanceOf(ShapeException.class);
    assertThat(((ShapeException) thrown).where()).isEqualTo("odd");
  }

  private static Stream<Arguments> misfits() {
    Shape image = Shape.of(4, 4, 6);
    Tensor five = Tensor.zeros(5);
    MaxPool2d.Window dilated = new MaxPool2d.Window(2, 2, 1, 1, 0, 0).withDilation(2, 1);
    return Stream.of(
        Arguments.of(new AvgPool2dLayer(dilated, true), image),
        Arguments.of(new UpsampleLayer(Upsample.Mode.NEAREST, 2, 2), Shape.of(6)),
        Arguments.of(new AdaptivePool2dLayer(true, 2, 2), Shape.of(6)),
        Arguments.of(
            new Pad2dLayer(Pad2d.Mode.CONSTANT, new Pad2d.Sides(1, 1, 1, 1), 0), Shape.of(6)),
        Arguments.of(new GroupNormLayer(4, null, null, 1e-5), image),
        Arguments.of(new InstanceNormLayer(five, null, 1e-5), image),
        Arguments.of(new LayerNormLayer(five, null, 1e-5), image),
        Arguments.of(new RmsNormLayer(five, 1e-5), image),
        Arguments.of(new PReluLayer(five), image),
        Arguments.of(new ReduceLayer(true, 3), image),
        Arguments.of(new PixelShuffleLayer(2, false), image),
        Arguments.of(new PixelShuffleLayer(3, true), image),
        Arguments.of(new ChannelShuffleLayer(4), image),
        Arguments.of(new SplitLayer(5, 7), image),
        Arguments.of(new PermuteLayer(1, 0), image),
        Arguments.of(new ReshapeLayer(7, 3), image),
        Arguments.of(new ImageToStepsLayer(), Shape.of(6)),
        Arguments.of(new MultiplyLayer(), image),
        Arguments.of(new SubtractLayer(), image),
        Arguments.of(
            new ConvTranspose2dLayer(
                Tensor.zeros(2, 2, 3, 5),
                null,
                new ConvTranspose2d.Options(new Conv2d.Options(1, 1, 0, 0, 1, 1, 1), 0, 0)),
            image));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void inputs_that_do_not_fit_are_refused_with_the_layer_named(Layer layer, Shape input) {
    NetworkBuilder net = new NetworkBuilder("net", input, 1);
    Value x = net.input();
    ShapeException e = catchThrowableOfType(ShapeException.class, () -> net.add("odd", layer, x));
    assertThat(e.where()).isEqualTo("odd");
    assertThat(e.expected()).isNotBlank();
    assertThat(e.actual()).isNotBlank();
  }

  private static Stream<Arguments> sequenceMisfits() {
    Tensor narrow = Tensor.zeros(9, 5);
    MaxPool2d.Window two = new MaxPool2d.Window(1, 2, 1, 2, 0, 0);
    return Stream.of(
        Arguments.of(new EmbeddingLayer(narrow, -1)),
        Arguments.of(new PositionEmbeddingLayer(narrow)),
        Arguments.of(new AttentionLayer(2, false)),
        Arguments.of(new Pool1dLayer(true, two.withDilation(1, 2), true)),
        Arguments.of(new Conv1dLayer(Tensor.zeros(3, 5, 2), null, new Conv1d.Options(1, 0, 1, 1))));
  }

  @ParameterizedTest
  @MethodSource("sequenceMisfits")
  void sequences_that_do_not_fit_are_refused_with_the_layer_named(Layer layer) {
    NetworkBuilder net = NetworkBuilder.forSequences("net", Shape.of(6, 4), 1);
    ShapeException e =
        catchThrowableOfType(ShapeException.class, () -> net.add("odd", layer, net.input()));
    assertThat(e.where()).isEqualTo("odd");
  }

  @ParameterizedTest
  @MethodSource("badIndices")
  void an_index_that_is_no_row_is_refused_with_the_sample_named(float index) {
    Tensor x = Tensor.of(Shape.of(2, 1, 1), new float[] {0, index});
    EngineException e =
        catchThrowableOfType(
            EngineException.class, () -> values(new EmbeddingLayer(counted(3, 2), -1), x));
    assertThat(e.where()).isEqualTo("layer");
    assertThat(e).hasMessageContaining("sample 1").hasMessageContaining("[0, 3)");
  }

  private static Stream<Float> badIndices() {
    return Stream.of(3f, -1f, 0.5f, Float.NaN);
  }
}
