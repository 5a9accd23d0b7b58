package org.modaj.moda.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.Composer;
import org.modaj.moda.MaskedNetwork;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.moda.slice.Slicer;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.model.TransformerClassifier;
import org.modaj.nn.model.VisionTransformer;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.Trainer;

/** A small ViT and a Transformer classifier train, are modularized, cut and composed. */
class TransformerModulesTest {
  private static final int CLASSES = 3;
  private static final int SAMPLES = 24;

  static Stream<Arguments> networks() {
    Shape image = Shape.of(8, 8, 2);
    Shape sequence = Shape.of(5, 4);
    return Stream.of(
        Arguments.of(VisionTransformer.build(image, CLASSES, 0.1, 1), image, false),
        Arguments.of(TransformerClassifier.build(sequence, CLASSES, 0.2, 1), sequence, true));
  }

  private static LabelledArrays samples(Shape shape, boolean sequences) {
    float[][] values = new float[SAMPLES][shape.elements()];
    int[] labels = new int[SAMPLES];
    int[] lengths = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      labels[i] = i % CLASSES;
      lengths[i] = 2 + i % 4;
      CounterRandom.of("sample" + i).fill(values[i], 0.5f, labels[i]);
    }
    return new LabelledArrays(
        values, shape.toArray(), labels, sequences ? lengths : null, CLASSES, 8);
  }

  private static NetworkInput firstBatch(LabelledArrays samples) {
    try (var epoch = samples.epoch(0)) {
      return NetworkInput.of(epoch.next());
    }
  }

  private static Map<String, Integer> widths(Network network) {
    Map<String, Integer> widths = new HashMap<>();
    for (NetworkNode node : network.nodes()) {
      widths.put(node.name(), node.shape().dim(-1));
    }
    return widths;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void a_composed_network_is_the_masked_one_and_heads_are_whole(
      Network network, Shape shape, boolean sequences) {
    LabelledArrays samples = samples(shape, sequences);
    Sgd optimizer = new Sgd(network.parameters(), 0.9, true, 0);
    new Trainer(network, optimizer, LearningRateSchedule.cosine(0.05, 3), ModularObjective.paper())
        .seed(1)
        .fit(samples, null, 3);

    ActivityRates rates = ActivityRates.measure(network, samples);
    ModuleSet modules = ModuleSet.recognize(rates, Recognition.at(0.9));
    Composer composer = new Composer(network, modules);
    Network composed = composer.compose(0, 2);

    assertThat(rates.layers()).allMatch(layer -> layer.endsWith(".activation"));
    assertThat(composed.parameterCount()).isLessThan(network.parameterCount());
    widths(composed)
        .forEach((layer, width) -> {
          if (layer.endsWith(".heads")) {
            assertThat(width).as(layer).isEqualTo(widths(network).get(layer));
          }
        });
    assertSameAsMask(network, composed, modules.union(0, 2), firstBatch(samples));
  }

  private static void assertSameAsMask(
      Network whole, Network cut, Map<String, BitSet> kept, NetworkInput input) {
    BitSet outputs = new BitSet();
    cut.classes().orElse(List.of(0, 1, 2)).forEach(outputs::set);
    try (Conv2dMode.Scope _ = Conv2dMode.EXACT.use()) {
      Tensor masked = MaskedNetwork.columns(MaskedNetwork.forward(whole, kept, input), outputs);
      assertThat(cut.forward(input, Mode.EVALUATE).data()).isEqualTo(masked.data());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void heads_and_hidden_units_of_a_keep_set_are_cut(
      Network network, Shape shape, boolean sequences) {
    BitSet heads = BitSet.valueOf(new long[] {0b1010});
    BitSet hidden = BitSet.valueOf(new long[] {0b10110});
    Map<String, BitSet> asked =
        Map.of("block1.attention.heads", heads, "block2.activation", hidden);
    BitSet all = new BitSet();
    all.set(0, CLASSES);

    Network cut = Slicer.plan(network, asked, all).build("cut");

    Map<String, Integer> before = widths(network);
    Map<String, Integer> after = widths(cut);
    int width = before.get("block1.attention.heads");
    assertThat(after)
        .containsEntry("block1.attention.heads", width / 2)
        .containsEntry("block1.attention.q", width / 2)
        .containsEntry("block1.attention.v", width / 2)
        .containsEntry("block2.attention.heads", width)
        .containsEntry("block2.activation", 3);
    BitSet positions = new BitSet();
    positions.set(width / 4, width / 2);
    positions.set(width * 3 / 4, width);
    assertSameAsMask(
        network,
        cut,
        Map.of("block1.attention.heads", positions, "block2.activation", hidden),
        firstBatch(samples(shape, sequences)));
  }
}
