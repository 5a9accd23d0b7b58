package org.modaj.moda.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.data.ImageSamples;
import org.modaj.data.LabelledDataset;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.ModuleSet;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NonFiniteValueException;
import org.modaj.nn.build.Dense;
import org.modaj.nn.model.LeNet5;

class ActivityRatesTest {
  private static final LabelledDataset IMAGES = EmbeddedImages.generate(1, 20, 10).train();

  private final ActivityRates rates =
      ActivityRates.counting(List.of("a", "b"), new int[] {2, 3}, 3);

  private static Tensor means(int rows, float... values) {
    return Tensor.of(Shape.of(rows, values.length / rows), values);
  }

  @Test
  void a_rate_is_the_share_of_a_classs_samples_with_activity() {
    rates.add(
        List.of(means(3, 0, 1, 2, 0, 1, 1), means(3, 0, 0, 0, 1, 0, 0, 0, 0, 3)),
        new int[] {0, 1, 0});
    rates.add(List.of(means(1, 1e-30f, 0), means(1, 0, 0, -1)), new int[] {0});

    assertThat(rates.samples(0)).isEqualTo(3);
    assertThat(rates.rates(0, 0)).containsExactly(2f / 3f, 2f / 3f);
    assertThat(rates.rates(1, 0)).containsExactly(0, 0, 2f / 3f);
    assertThat(rates.rates(0, 1)).containsExactly(1, 0);
    assertThat(rates.rates(1, 1)).containsExactly(1, 0, 0);
    assertThat(rates.layers()).containsExactly("a", "b");
    assertThat(rates.units(1)).isEqualTo(3);
    assertThat(rates.classes()).isEqualTo(3);
  }

  @Test
  void a_class_without_samples_has_rates_of_zero_and_no_module() {
    rates.add(List.of(means(2, 1, 1, 1, 1), means(2, 1, 1, 1, 1, 1, 1)), new int[] {0, 2});

    assertThat(rates.rates(0, 1)).containsExactly(0, 0);
    assertThat(rates.classesWithoutSamples()).containsExactly(1);
    ModularizationException e =
        catchThrowableOfType(
            ModularizationException.class, () -> ModuleSet.recognize(rates, Recognition.at(0.9)));
    assertThat(e.operation()).isEqualTo("modularize");
    assertThat(e).hasMessageContaining("class [1]");
  }

  @Test
  void a_label_out_of_range_is_refused_and_nothing_counted() {
    for (int label : new int[] {3, -1}) {
      ModularizationException e =
          catchThrowableOfType(
              ModularizationException.class,
              () ->
                  rates.add(
                      List.of(means(2, 1, 1, 1, 1), means(2, 1, 1, 1, 1, 1, 1)),
                      new int[] {0, label}));
      assertThat(e).hasMessageContaining("label " + label);
    }
    assertThat(rates.classesWithoutSamples()).containsExactly(0, 1, 2);
  }

  @Test
  void activations_of_another_network_are_refused() {
    ShapeException layers =
        catchThrowableOfType(
            ShapeException.class, () -> rates.add(List.of(means(1, 1, 1)), new int[] {0}));
    assertThat(layers.expected()).isEqualTo("2 tracked layers");
    ShapeException units =
        catchThrowableOfType(
            ShapeException.class,
            () -> rates.add(List.of(means(1, 1, 1), means(1, 1, 1)), new int[] {0}));
    assertThat(units.where()).isEqualTo("b");
    assertThat(units.expected()).isEqualTo("unit means [1, 3]");
    assertThat(units.actual()).isEqualTo("unit means [1, 2]");
    ShapeException samples =
        catchThrowableOfType(
            ShapeException.class,
            () -> rates.add(List.of(means(1, 1, 1), means(1, 1, 1, 1)), new int[] {0, 1}));
    assertThat(samples.where()).isEqualTo("a");
  }

  @Test
  void measuring_counts_every_sample_whatever_the_batches() {
    Network network = LeNet5.build(Shape.of(32, 32, 3), 10, 1, 4);
    String before = network.sha256();

    ActivityRates whole = ActivityRates.measure(network, IMAGES.batches(20));
    ActivityRates parts = ActivityRates.measure(network, IMAGES.batches(7));

    assertThat(whole.layers()).containsExactly("relu1", "relu2", "relu3", "relu4");
    for (int c = 0; c < 10; c++) {
      assertThat(whole.samples(c)).isEqualTo(IMAGES.classCounts()[c]);
      for (int l = 0; l < 4; l++) {
        assertThat(parts.rates(l, c)).isEqualTo(whole.rates(l, c));
      }
    }
    assertThat(network.sha256()).isEqualTo(before);
    assertThat(network.parameters().values()).allMatch(t -> t.grad() == null);
  }

  @Test
  void measured_rates_are_those_of_the_activations() {
    Network network = LeNet5.build(Shape.of(32, 32, 3), 10, 1, 4);
    ActivityRates measured = ActivityRates.measure(network, IMAGES.batches(20));
    int[] active = new int[84];
    int samples = 0;
    for (int i = 0; i < 20; i++) {
      if (IMAGES.label(i) == 3) {
        samples++;
        float[] image = new float[32 * 32 * 3];
        ImageSamples images = (ImageSamples) IMAGES.samples();
        images.scaling().apply(images.image(i).values(), image, 0);
        network.observe(
            Tensor.of(Shape.of(1, 32, 32, 3), image),
            Mode.EVALUATE,
            (node, y) -> {
              for (int u = 0; u < 84 && node.name().equals("relu4"); u++) {
                active[u] += y.data()[u] > 0 ? 1 : 0;
              }
            });
      }
    }
    assertThat(samples).isPositive();
    float[] rates = measured.rates(3, 3);
    for (int u = 0; u < 84; u++) {
      assertThat(rates[u]).isEqualTo((float) active[u] / samples);
    }
  }

  @Test
  void a_network_without_activations_cannot_be_measured() {
    NetworkBuilder net = new NetworkBuilder("linear", Shape.of(32, 32, 3), 0);
    net.dense("fc", net.flatten("flatten", net.input()), Dense.of(10));
    ModularizationException e =
        catchThrowableOfType(
            ModularizationException.class,
            () -> ActivityRates.measure(net.build(), IMAGES.batches(10)));
    assertThat(e.where()).isEqualTo("linear");
  }

  @Test
  void a_mean_that_is_not_finite_is_neither_active_nor_inactive() {
    rates.add(List.of(means(2, 1, 1, 1, 1), means(2, 1, 1, 1, 1, 1, 1)), new int[] {0, 1});
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      NonFiniteValueException e =
          catchThrowableOfType(
              NonFiniteValueException.class,
              () ->
                  rates.add(
                      List.of(means(2, 1, 1, 1, 1), means(2, 1, 1, 1, 1, value, 1)),
                      new int[] {0, 1}));
      assertThat(e.where()).isEqualTo("b");
      assertThat(e.sample()).isEqualTo(3);
      assertThat(e.position()).isEqualTo(1);
    }
    assertThat(rates.samples(0)).isEqualTo(1);
  }

  @Test
  void measuring_a_broken_network_names_the_first_broken_layer_and_the_sample() {
    Network network = LeNet5.build(Shape.of(32, 32, 3), 10, 1, 4);
    network.state().get("conv2.bias").data()[3] = Float.NaN;
    NonFiniteValueException e =
        catchThrowableOfType(
            NonFiniteValueException.class, () -> ActivityRates.measure(network, IMAGES.batches(7)));
    assertThat(e.operation()).isEqualTo("measure activity");
    assertThat(e.where()).isEqualTo("conv2");
    assertThat(e.sample()).isZero();
    assertThat(e.position()).isEqualTo(3);
  }
}
