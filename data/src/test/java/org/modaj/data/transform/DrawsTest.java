package org.modaj.data.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.modaj.engine.random.CounterRandom;

class DrawsTest {
  private final CounterRandom random = CounterRandom.of("draws");
  private final Draws draws = new Draws(random, 100);

  @Test
  void numbers_follow_the_first_one_of_the_image() {
    for (int k = 0; k < 20; k++) {
      assertThat(draws.below(1000, k)).isEqualTo(random.below(1000, 100 + k));
      assertThat(draws.uniform(k)).isEqualTo(random.uniform(100 + k)).isBetween(0f, 1f);
      assertThat(draws.between(2, 5, k)).isEqualTo(2 + 3.0 * random.uniform(100 + k));
      assertThat(draws.chance(0.25, k)).isEqualTo(random.uniform(100 + k) >= 0.75);
    }
  }

  @Test
  void what_is_certain_happens_always() {
    for (int k = 0; k < 100; k++) {
      assertThat(draws.chance(1, k)).isTrue();
      assertThat(draws.chance(0, k)).isFalse();
    }
  }
}
