package org.modaj.data.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FigureTest {
  private static final int STEPS = 75;

  @ParameterizedTest
  @EnumSource
  void lies_within_its_circle_and_fills_a_fair_share_of_it(Figure figure) {
    int inside = 0;
    for (int i = -STEPS; i <= STEPS; i++) {
      for (int j = -STEPS; j <= STEPS; j++) {
        float x = 1.5f * i / STEPS;
        float y = 1.5f * j / STEPS;
        if (figure.distance(x, y) < 0) {
          inside++;
          assertThat(x * x + y * y).as("(%s, %s)", x, y).isLessThan(1.11f * 1.11f);
        }
      }
    }
    double area = inside * (1.5 / STEPS) * (1.5 / STEPS);
    assertThat(area).isBetween(0.8, 2.6);
  }

  @ParameterizedTest
  @EnumSource
  void never_overstates_the_distance_to_its_outline(Figure figure) {
    for (int i = -STEPS; i < STEPS; i++) {
      for (int j = -STEPS; j < STEPS; j++) {
        float step = 1.5f / STEPS;
        float here = figure.distance(i * step, j * step);
        assertThat(Math.abs(figure.distance((i + 1) * step, j * step) - here))
            .isLessThan(1.001f * step + 1e-5f);
        assertThat(Math.abs(figure.distance(i * step, (j + 1) * step) - here))
            .isLessThan(1.001f * step + 1e-5f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void leans_towards_a_colour_without_getting_brighter(Figure figure) {
    assertThat(figure.hue(0) + figure.hue(1) + figure.hue(2)).isBetween(-1e-6f, 1e-6f);
  }
}
