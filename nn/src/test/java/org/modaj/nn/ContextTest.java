package org.modaj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.ops.IndexSelect;
import org.modaj.engine.ops.UnitMeans;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.ActivationLayer;
import org.modaj.nn.layer.Elementwise;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.TimeAxis;

class ContextTest {
  /** Does nothing but write down what it is told; may give unit means of its own. */
  private record Spy(List<Context> told, Tensor means) implements Elementwise, ActivationLayer {
    @Override
    public String type() {
      return "spy";
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Context context) {
      told.add(context);
      if (context.wantsUnitMeans() && means != null) {
        context.deliverUnitMeans(means);
      }
      return inputs.get(0);
    }
  }

  /** Every second step of a sequence. */
  private record Halves() implements OverTime {
    @Override
    public String type() {
      return "halves";
    }

    @Override
    public TimeAxis timeAxis() {
      return TimeAxis.KEPT;
    }

    @Override
    public int[] lengths(int[] lengths) {
      return Arrays.stream(lengths).map(length -> (length + 1) / 2).toArray();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0).with(0, (inputs.get(0).dim(0) + 1) / 2);
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Context context) {
      Tensor x = inputs.get(0);
      int[] steps = IntStream.range(0, x.dim(1)).filter(t -> t % 2 == 0).toArray();
      return IndexSelect.apply(x, 1, steps);
    }
  }

  private final List<Context> told = new ArrayList<>();

  private Network spied(Tensor means) {
    NetworkBuilder net = new NetworkBuilder("spied", Shape.of(3), 1);
    Value x = net.add("first", new Spy(told, means), net.dense(net.input(), Dense.of(2)));
    net.dense(net.add("second", new Spy(told, means), x), Dense.of(2));
    return net.build();
  }

  @Test
  void a_layer_is_told_its_name_and_the_mode() {
    Network network = spied(null);
    network.forward(Tensor.zeros(4, 3), Mode.TRAIN);
    network.observe(Tensor.zeros(4, 3), Mode.EVALUATE, (node, y) -> {});
    assertThat(told)
        .extracting(Context::layer)
        .containsExactly("first", "second", "first", "second");
    assertThat(told).extracting(Context::isTraining).containsExactly(true, true, false, false);
    assertThat(told).noneMatch(Context::wantsUnitMeans).allMatch(c -> c.lengths() == null);
  }

  @Test
  void chance_depends_on_seed_name_epoch_and_sample_only() {
    Network network = spied(null);
    Map<String, Long> seen = new TreeMap<>();
    for (int seed = 0; seed < 2; seed++) {
      for (int epoch = 0; epoch < 2; epoch++) {
        Tensor x = Tensor.zeros(3, 3);
        told.clear();
        NetworkInput in = NetworkInput.of(x).withKey(new StepKey(seed, epoch, new int[] {7, 3, 5}));
        network.forward(in, Mode.TRAIN);
        for (Context context : told) {
          for (int i = 0; i < 3; i++) {
            String key = seed + context.layer() + epoch + new int[] {7, 3, 5}[i];
            seen.put(key, context.random(i).bits64(0));
          }
        }
        told.clear();
        network.forward(in.withKey(new StepKey(seed, epoch, new int[] {5, 7, 3})), Mode.TRAIN);
        assertThat(told.getLast().random(1).bits64(0))
            .isEqualTo(seen.get(seed + "second" + epoch + 7));
      }
    }
    assertThat(seen).hasSize(2 * 2 * 2 * 3);
    assertThat(seen.values()).doesNotHaveDuplicates();
  }

  @Test
  void a_batch_gives_its_samples_numbers() {
    Batch batch = new Batch(new float[6], new int[] {2, 3}, new int[2], null, new int[] {41, 12});
    StepKey key = NetworkInput.of(batch, 9, 4).key();
    assertThat(key.seed()).isEqualTo(9);
    assertThat(key.epoch()).isEqualTo(4);
    assertThat(key.samples()).containsExactly(41, 12);
    assertThat(NetworkInput.of(batch).key()).isNull();
  }

  @Test
  void chance_without_a_key_is_an_error_that_says_how_to_give_it() {
    spied(null).forward(Tensor.zeros(1, 3), Mode.TRAIN);
    EngineException e =
        catchThrowableOfType(EngineException.class, () -> told.getFirst().random(0));
    assertThat(e.where()).isEqualTo("first");
    assertThat(e).hasMessageContaining("withKey(StepKey.of(seed, epoch, samples))");
  }

  @Test
  void unit_means_that_a_layer_does_not_deliver_are_computed() {
    Network network = spied(null);
    Tensor x = Tensor.full(Shape.of(4, 3), 0.5f);
    TrackedOutput output = network.forwardTracked(x, Mode.EVALUATE);
    assertThat(told).allMatch(Context::wantsUnitMeans);
    for (int i = 0; i < 2; i++) {
      assertThat(output.unitMeans().get(i).data())
          .isEqualTo(UnitMeans.apply(output.activations().get(i)).data());
    }
  }

  @Test
  void unit_means_that_a_layer_delivers_are_taken_when_they_have_the_right_shape() {
    Tensor means = Tensor.full(Shape.of(4, 2), 3f);
    TrackedOutput output = spied(means).forwardTracked(Tensor.zeros(4, 3), Mode.TRAIN);
    assertThat(output.unitMeans()).containsExactly(means, means);

    EngineException e =
        catchThrowableOfType(
            EngineException.class,
            () -> spied(means).forwardTracked(Tensor.zeros(5, 3), Mode.TRAIN));
    assertThat(e.where()).isEqualTo("first");
    assertThat(e).hasMessageContaining("unit means [5, 2] are wanted, it gave [4, 2]");
  }

  @Test
  void each_layer_is_told_where_sequences_end_at_its_place() {
    NetworkBuilder net = NetworkBuilder.forSequences("seq", Shape.of(9, 2), 1);
    Value x = net.lstm(net.input(), Recurrent.of(3));
    x = net.add("whole", new Spy(told, null), x);
    x = net.add("half", new Spy(told, null), net.add("halves", new Halves(), x));
    x = net.add("quarter", new Spy(told, null), net.add("halves again", new Halves(), x));
    x = net.add("end", new Spy(told, null), net.lastStep(net.lstm(x, Recurrent.of(2))));
    Network network = net.build();

    Tensor in = Tensor.zeros(2, 9, 2);
    network.forward(new NetworkInput(in, new int[] {9, 4}), Mode.TRAIN);

    assertThat(told.get(0).lengths()).containsExactly(9, 4);
    assertThat(told.get(1).lengths()).containsExactly(5, 2);
    assertThat(told.get(2).lengths()).containsExactly(3, 1);
    assertThat(told.get(3).lengths()).isNull();
  }

  @Test
  void inputs_that_end_at_different_steps_are_refused() {
    NetworkBuilder net = NetworkBuilder.forSequences("seq", Shape.of(1, 2), 1);
    Value half = net.add("half", new Halves(), net.input());
    net.concat("both", net.input(), half);
    Network network = net.build();
    NetworkInput in = new NetworkInput(Tensor.zeros(2, 3, 2), new int[] {3, 2});
    EngineException e =
        catchThrowableOfType(EngineException.class, () -> network.forward(in, Mode.TRAIN));
    assertThat(e.where()).isEqualTo("both");
    assertThat(e).hasMessageContaining("[3, 2] and [2, 1]");
  }
}
