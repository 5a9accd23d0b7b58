package org.modaj.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Conv1d;
import org.modaj.engine.ops.MaxPool2d;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Context;
import org.modaj.nn.Mode;
import org.modaj.nn.layer.attention.AttentionLayer;
import org.modaj.nn.layer.conv.Conv1dLayer;
import org.modaj.nn.layer.pool.Pool1dLayer;
import org.modaj.nn.layer.recurrent.LastStepLayer;
import org.modaj.nn.layer.recurrent.LstmLayer;

/** Layers that are told where sequences end: what is after the end never matters. */
class SequenceEndsTest {
  private static final int STEPS = 9;

  private static Stream<OverTime> layers() {
    Stream<OverTime> more =
        Stream.of(
            new Conv1dLayer(
                Tensor.full(Shape.of(3, 4, 2), 0.5f), null, new Conv1d.Options(1, 1, 1, 1)),
            pool(true, true, false),
            pool(true, false, false),
            pool(true, true, true),
            pool(false, true, false),
            new AttentionLayer(2, false));
    return Stream.concat(
        more,
        EveryType.examples().values().stream()
            .map(EveryType.Example::layer)
            .filter(l -> l instanceof OverTime over && over.timeAxis().isRead())
            .map(l -> (OverTime) l));
  }

  private static OverTime pool(boolean average, boolean countPadding, boolean ceil) {
    return new Pool1dLayer(
        average, new MaxPool2d.Window(1, 3, 1, 2, 0, 1).withCeil(ceil), countPadding);
  }

  /** Two sequences of which the first ends early, with this in place of what is after the end. */
  private static List<Tensor> inputs(OverTime layer, int length, float after) {
    List<Tensor> inputs = new ArrayList<>();
    int count = layer instanceof AttentionLayer ? 3 : 1;
    int width = layer instanceof LstmLayer || layer instanceof LastStepLayer ? 3 : 4;
    for (int i = 0; i < count; i++) {
      Tensor x = Tensor.zeros(2, STEPS, width);
      CounterRandom.of("sequence" + i).fill(x.data(), 1, 0);
      Arrays.fill(x.data(), length * width, STEPS * width, after);
      inputs.add(x);
    }
    return inputs;
  }

  private static Tensor forward(OverTime layer, List<Tensor> inputs, int[] lengths) {
    return layer.forward(inputs, Context.of(Mode.EVALUATE).at("layer").withLengths(lengths));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void what_is_after_the_end_does_not_matter(OverTime layer) {
    for (int length = 2; length < STEPS; length++) {
      int[] lengths = {length, STEPS};
      Tensor zeros = forward(layer, inputs(layer, length, 0), lengths);
      Tensor broken = forward(layer, inputs(layer, length, Float.NaN), lengths);

      int each = zeros.elements() / 2;
      int valid = valid(layer, zeros, length);
      assertThat(Arrays.copyOf(broken.data(), valid))
          .isEqualTo(Arrays.copyOf(zeros.data(), valid))
          .doesNotContain(Float.NaN);
      assertThat(Arrays.copyOfRange(broken.data(), each, 2 * each))
          .isEqualTo(Arrays.copyOfRange(zeros.data(), each, 2 * each));
    }
  }

  /** Elements of the first sequence's output that count. */
  private static int valid(OverTime layer, Tensor y, int length) {
    return layer.timeAxis().isDelivered()
        ? layer.lengths(new int[] {length})[0] * y.dim(-1)
        : y.elements() / 2;
  }

  @ParameterizedTest
  @MethodSource("layers")
  void a_sequence_gives_what_it_gives_alone(OverTime layer) {
    for (int length = 5; length < STEPS; length++) {
      List<Tensor> inputs = inputs(layer, length, 7);
      Tensor padded = forward(layer, inputs, new int[] {length, STEPS});
      List<Tensor> first = new ArrayList<>();
      for (Tensor x : inputs) {
        Shape shape = Shape.of(1, length, x.dim(2));
        first.add(Tensor.of(shape, Arrays.copyOf(x.data(), shape.elements())));
      }
      Tensor alone = forward(layer, first, null);

      int valid = valid(layer, padded, length);
      assertThat(alone.elements()).isEqualTo(valid);
      assertThat(alone.data()).isEqualTo(Arrays.copyOf(padded.data(), valid));
    }
  }
}
