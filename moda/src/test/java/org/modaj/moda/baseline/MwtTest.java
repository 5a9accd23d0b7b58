package org.modaj.moda.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.progress.Progress;

class MwtTest {
  private static final int CLASSES = 3;
  private static final ArraySamples SAMPLES = samples();

  private static Network plain() {
    NetworkBuilder net = new NetworkBuilder("small", Shape.of(6, 6, 2), 4);
    Value x = net.relu("r1", net.batchNorm("n1", net.conv2d("c1", net.input(), Conv.of(5, 3))));
    Value y = net.batchNorm("n2", net.conv2d("c2", x, Conv.of(5, 3).pad(1)));
    Value skip = net.batchNorm("n3", net.conv2d("c3", x, Conv.of(5, 1)));
    y = net.relu("r2", net.add("sum", y, skip));
    net.dense("fc", net.globalAveragePool("pool", y), Dense.of(CLASSES));
    return net.build();
  }

  private static ArraySamples samples() {
    float[][] values = new float[12][6 * 6 * 2];
    int[] labels = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      labels[i] = i % CLASSES;
      CounterRandom.of(i, "sample").fillNormal(values[i], 1);
    }
    return new ArraySamples(values, new int[] {6, 6, 2}, labels, CLASSES);
  }

  private static Tensor image() {
    return Tensor.of(Shape.of(1, 6, 6, 2), SAMPLES.values()[0].clone());
  }

  private static Network masked() {
    return MwtNetwork.masked(plain(), MwtNetwork.Start.PROPER, 1);
  }

  /** Lets a generator give the same masks to all samples. */
  private static void setMasks(Network masked, String convolution, float... before) {
    Tensor weight = masked.parameters().get(convolution + ".mask_generator.2.weight");
    Arrays.fill(weight.data(), 0);
    weight.markModified();
    Tensor bias = masked.parameters().get(convolution + ".mask_generator.2.bias");
    System.arraycopy(before, 0, bias.data(), 0, before.length);
    bias.markModified();
  }

  @Test
  void everyConvolutionButTheFirstHasAGenerator() {
    Network masked = masked();
    assertThat(MwtNetwork.isMasked(masked)).isTrue();
    assertThat(MwtNetwork.isMasked(plain())).isFalse();
    assertThat(MwtNetwork.maskedConvolutions(masked)).containsExactly("c2", "c3");
    assertThat(masked.heads().keySet())
        .containsExactly("output", "c2.mask_generator", "c3.mask_generator");
    assertThat(masked.parameterCount()).isEqualTo(plain().parameterCount() + 2 * (25 + 25 + 5));
  }

  @Test
  void withoutItsGeneratorsItIsThePlainNetwork() {
    Network again = MwtNetwork.plain(masked());
    assertThat(again.sha256()).isEqualTo(plain().sha256());
    assertThat(again.name()).isEqualTo("small");
    assertThat(again.forward(image(), Mode.EVALUATE).data())
        .containsExactly(plain().forward(image(), Mode.EVALUATE).data());
  }

  @Test
  void fullMasksChangeNothingAndEmptyOnesCutTheBranch() {
    Network masked = masked();
    setMasks(masked, "c2", 50, 50, 50, 50, 50); // tanh is 1 there
    setMasks(masked, "c3", 50, 50, 50, 50, 50);
    assertThat(masked.forward(image(), Mode.EVALUATE).data())
        .containsExactly(plain().forward(image(), Mode.EVALUATE).data());

    setMasks(masked, "c2", -1, -1, -1, -1, -1);
    setMasks(masked, "c3", -1, -1, -1, -1, -1);
    Tensor bias = masked.parameters().get("fc.bias");
    assertThat(masked.forward(image(), Mode.EVALUATE).data()).containsExactly(bias.data());
  }

  @Test
  void channelsWhoseMasksAreZeroAreInNoModuleAndTheCutIsTheMaskedNetwork() {
    Network masked = masked();
    setMasks(masked, "c2", 50, -1, 50, -1, -1);
    setMasks(masked, "c3", -1, -1, 50, 50, -1);
    ClassModules modules =
        Mwt.published(1)
            .with(MwtModules.FineTuning.of(0, 1))
            .modularize(masked, SAMPLES, Progress.none());

    assertThat(modules.units().layers()).containsExactly("c2", "c3");
    assertThat(modules.units().kept(0, 1)).isEqualTo(BitSet.valueOf(new long[] {0b00101}));
    assertThat(modules.units().kept(1, 2)).isEqualTo(BitSet.valueOf(new long[] {0b01100}));
    Composed pair = modules.compose(2, 0);
    float[] whole = masked.forward(image(), Mode.EVALUATE).data();
    assertThat(pair.network().forward(image(), Mode.EVALUATE).data())
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : 1)
        .containsExactly(whole[0], whole[2]);
    assertThat(pair.untuned()).isEmpty();
  }

  @Test
  void composedNetworksAreFineTunedToTheSameBits() {
    Mwt method = Mwt.published(1).with(new MwtModules.FineTuning(2, 4, 0.05, 4, 9));
    Network masked = masked();
    Composed first = method.modularize(masked, SAMPLES, Progress.none()).compose(0, 2);
    Composed again = method.modularize(masked, SAMPLES, Progress.none()).compose(2, 0);

    assertThat(first.network().sha256()).isEqualTo(again.network().sha256());
    assertThat(first.network().classes()).contains(List.of(0, 2));
    assertThat(first.network().nodes().getLast().name()).isEqualTo("module_head.1");
    assertThat(first.untuned().orElseThrow().outputShape()).isEqualTo(Shape.of(2));
    assertThat(first.accuracyBeforeTuning(SAMPLES.plain())).isBetween(0.0, 1.0);
  }

  @Test
  void aModuleHasItsHeadAndTheClassifierStaysWhole() {
    ClassModules modules = Mwt.published(1).modularize(masked(), SAMPLES, Progress.none());
    ModuleStatistics statistics = modules.statistics();
    double whole = modules.whole().parameterCount();
    double cut = ((MwtModules) modules).plan(1).parameterCount();
    assertThat(statistics.all().sizes().get(1)).isEqualTo((cut + CLASSES + 1) / whole);
    assertThat(((MwtModules) modules).plan(1).keptPositions("fc")).containsExactly(0, 1, 2);
  }

  @Test
  void theThresholdFallsUntilSomethingIsKept() {
    MwtRecognition rule = new MwtRecognition(0.9);
    assertThat(rule.keep(new float[] {0.9f, 0.89f, 1})).isEqualTo(set(0, 2));
    assertThat(rule.keep(new float[] {0.8f, 0.79f, 0})).isEqualTo(set(0));
    assertThat(rule.keep(new float[] {0, 0.01f, 0.02f})).isEqualTo(set(1, 2));
    assertThat(rule.keep(new float[] {0, 0, 0})).isEqualTo(set(0));
  }

  private static BitSet set(int... units) {
    BitSet set = new BitSet();
    IntStream.of(units).forEach(set::set);
    return set;
  }

  @Test
  void aClassWithoutSamplesIsNamed() {
    ActivityRates rates = ActivityRates.counting(List.of("c2"), new int[] {2}, 2);
    rates.add(List.of(Tensor.of(Shape.of(1, 2), new float[] {1, 0})), new int[] {0});
    assertThatThrownBy(() -> new MwtRecognition(0.9).recognize(rates))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("class [1]");
  }

  @Test
  void networksThatCannotBeMaskedAreRefused() {
    assertThatThrownBy(() -> MwtNetwork.masked(PlantedNetwork.build(), MwtNetwork.Start.PROPER, 1))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("0 convolutions");
    assertThatThrownBy(() -> MwtNetwork.plain(plain()))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("no mask generators");
    ModuleSet others = new ModuleSet(List.of("x"), new int[] {1}, new BitSet[][] {{set(0)}});
    assertThatThrownBy(
            () -> new MwtModules(plain(), others, MwtModules.FineTuning.of(0, 1), SAMPLES))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("[x]");
  }

  @Test
  void theArtifactsStartIsNearlyDead() {
    Network dead = MwtNetwork.masked(plain(), MwtNetwork.Start.ARTIFACT, 1);
    assertThat(dead.parameters().get("c2.mask_generator.2.bias").data()).containsOnly(0);
    assertThat(masked().parameters().get("c2.mask_generator.2.bias").data()).containsOnly(1);
  }
}
