package org.modaj.moda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.moda.slice.SlicePlan;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;

/** Composing from three features, four hidden units and three classes. */
class ComposerTest {
  private static final String LAYER = "relu";

  private final Network network = network(4);
  private final ModuleSet modules = modules(LAYER, 4, bits(0), bits(1, 2), bits(2, 3));
  private final Composer composer = new Composer(network, modules);

  private static Network network(int hidden) {
    NetworkBuilder net = new NetworkBuilder("small", Shape.of(3), 1);
    net.dense("fc2", net.relu(LAYER, net.dense("fc1", net.input(), Dense.of(hidden))), Dense.of(3));
    return net.build();
  }

  private static ModuleSet modules(String layer, int units, BitSet... byClass) {
    return new ModuleSet(List.of(layer), new int[] {units}, new BitSet[][] {byClass});
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int i : set) {
      bits.set(i);
    }
    return bits;
  }

  @Test
  void a_composed_network_has_the_units_of_its_classes() {
    Network composed = composer.compose(0, 2);
    assertThat(composed.name()).isEqualTo("small-0-2");
    assertThat(composed.parameters().get("fc1.weight").shape()).isEqualTo(Shape.of(3, 3));
    assertThat(composed.parameters().get("fc2.weight").shape()).isEqualTo(Shape.of(3, 2));
    assertThat(composed.parameterCount()).isEqualTo(3 * 3 + 3 + 3 * 2 + 2);
  }

  @Test
  void outputs_stand_in_ascending_order_whatever_was_asked() {
    Tensor x = Tensor.of(Shape.of(1, 3), new float[] {0.3f, -0.7f, 0.9f});
    float[] sorted = composer.compose(0, 1, 2).forward(x, Mode.EVALUATE).data();
    assertThat(composer.compose(2, 0, 1, 0).forward(x, Mode.EVALUATE).data()).isEqualTo(sorted);
    assertThat(composer.compose(2, 0, 1, 0).name()).isEqualTo("small-0-1-2");
    assertThat(Composer.targets(3, 2, 0, 2)).containsExactly(0, 2);
  }

  @Test
  void classes_that_do_not_exist_are_refused() {
    for (int c : new int[] {-1, 3}) {
      ModularizationException e =
          catchThrowableOfType(ModularizationException.class, () -> composer.compose(0, c));
      assertThat(e.operation()).isEqualTo("compose");
      assertThat(e).hasMessageContaining("class " + c).hasMessageContaining("0 to 2");
    }
    ModularizationException none =
        catchThrowableOfType(ModularizationException.class, () -> composer.compose());
    assertThat(none).hasMessageContaining("at least one class");
  }

  @Test
  void modules_of_another_network_are_refused() {
    ModularizationException classes =
        catchThrowableOfType(
            ModularizationException.class,
            () -> new Composer(network, modules(LAYER, 4, bits(0), bits(1))));
    assertThat(classes.where()).isEqualTo("small");
    assertThat(classes).hasMessageContaining("3 outputs").hasMessageContaining("2 classes");

    ModularizationException layer =
        catchThrowableOfType(
            ModularizationException.class,
            () -> new Composer(network, modules("features.2", 4, bits(0), bits(0), bits(0))));
    assertThat(layer.where()).isEqualTo("features.2");
    assertThat(layer).hasMessageContaining("no such layer");

    for (int hidden : new int[] {3, 8}) { // narrower and wider
      ModularizationException units =
          catchThrowableOfType(
              ModularizationException.class, () -> new Composer(network(hidden), modules));
      assertThat(units.where()).isEqualTo(LAYER);
      assertThat(units).hasMessageContaining("4 units").hasMessageContaining("has " + hidden);
    }
  }

  @Test
  void a_class_that_keeps_nothing_is_refused() {
    Composer starved = new Composer(network, modules(LAYER, 4, bits(), bits(1), bits(2)));
    ModularizationException e =
        catchThrowableOfType(ModularizationException.class, () -> starved.plan(0));
    assertThat(e.operation()).isEqualTo("slice");
    assertThat(e.where()).isEqualTo("relu");
    assertThat(starved.plan(0, 1).parameterCount()).isPositive();
  }

  @Test
  void a_module_set_checks_and_copies_its_parts() {
    BitSet mine = bits(0);
    ModuleSet set = modules(LAYER, 4, mine, bits(1), bits(2));
    mine.set(3);
    set.kept(0, 0).set(2);
    assertThat(set.kept(0, 0)).isEqualTo(bits(0));
    assertThat(set.classes()).isEqualTo(3);
    assertThat(set.units(0)).isEqualTo(4);
    assertThat(set.union(0, 2)).isEqualTo(Map.of(LAYER, bits(0, 2)));
    assertThat(set.meanKeptShare()).containsExactly(0.25);

    assertThatThrownBy(() -> modules(LAYER, 4, bits(4)))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining(LAYER);
    assertThatThrownBy(
            () -> new ModuleSet(List.of("a", "b"), new int[] {1}, new BitSet[][] {{bits()}}))
        .isInstanceOf(ModularizationException.class);
    assertThatThrownBy(() ->
            new ModuleSet(
                List.of("a", "b"), new int[] {1, 1}, new BitSet[][] {{bits()}, {bits(), bits()}}))
        .isInstanceOf(ModularizationException.class);
  }

  @Test
  void sizes_and_overlaps() {
    // whole: 3·4+4 + 4·3+3 = 31; a module with u hidden units: 3u+u + u+1
    ModuleMetrics metrics = ModuleMetrics.of(network, composer);
    assertThat(metrics.sizes()).containsExactly(6 / 31.0, 11 / 31.0, 11 / 31.0);
    // whole: 3·4 + 4·3 = 24 multiply-adds; a module with u hidden units: 3u + u
    assertThat(metrics.flops()).containsExactly(4 / 24.0, 8 / 24.0, 8 / 24.0);
    assertThat(metrics.meanFlops()).isCloseTo(20 / 72.0, within(1e-15));
    assertThat(metrics.meanSize()).isCloseTo(28 / 93.0, within(1e-15));
    // only classes 1 and 2 share a unit: its 3 weights and its bias, no output
    assertThat(metrics.meanOverlap()).isCloseTo(4 / 31.0 / 3, within(1e-15));
    assertThat(metrics.meanStateOverlap()).isCloseTo(4 / 31.0 / 3, within(1e-15));
  }

  @Test
  void the_plan_of_all_classes_contains_every_module() {
    SlicePlan all = composer.plan(0, 1, 2);
    for (int c = 0; c < 3; c++) {
      SlicePlan one = composer.plan(c);
      assertThat(all.sharedParameters(one)).isEqualTo(one.parameterCount());
    }
  }

  @Test
  void a_composed_network_says_which_classes_it_is_for() {
    assertThat(composer.compose(2, 0).classes()).contains(List.of(0, 2));
    assertThat(composer.compose(2, 1, 0).classes()).isEmpty(); // output i is class i
    Network once = composer.compose(2, 1);
    ModuleSet two = modules(LAYER, 3, bits(0), bits(1, 2));
    assertThat(new Composer(once, two).compose(1).classes()).contains(List.of(2));
  }

  private static Network twoHeads() {
    NetworkBuilder net = new NetworkBuilder("two", Shape.of(3), 1);
    Value x = net.relu(LAYER, net.dense("body", net.input(), Dense.of(4)));
    net.head("kinds", net.dense("kinds", x, Dense.of(3)));
    net.head("colours", net.dense("colours", x, Dense.of(2)));
    return net.build();
  }

  @Test
  void composing_takes_the_head() {
    Network two = twoHeads();
    Network kinds = new Composer(two, modules).compose(1, 2); // the main head
    assertThat(kinds.heads().sequencedKeySet()).containsExactly("kinds");
    assertThat(kinds.parameterCount()).isEqualTo(3 * 3 + 3 + 3 * 2 + 2);

    ModuleSet ofColours = modules(LAYER, 4, bits(0), bits(1, 2));
    Network colours = new Composer(two, "colours", ofColours).compose(1);
    assertThat(colours.heads().sequencedKeySet()).containsExactly("colours");
    assertThat(colours.classes()).contains(List.of(1));
    assertThat(colours.parameterCount()).isEqualTo(3 * 2 + 2 + 2 * 1 + 1);

    ModularizationException unnamed =
        catchThrowableOfType(ModularizationException.class, () -> new Composer(two, ofColours));
    assertThat(unnamed)
        .hasMessageContaining("3 outputs at its head \"kinds\"")
        .hasMessageContaining("{kinds=3, colours=2}")
        .hasMessageContaining("name the one");
    ModularizationException unknown =
        catchThrowableOfType(
            ModularizationException.class, () -> new Composer(two, "shapes", ofColours));
    assertThat(unknown).hasMessageContaining("\"shapes\"").hasMessageContaining("colours=2");
  }
}
