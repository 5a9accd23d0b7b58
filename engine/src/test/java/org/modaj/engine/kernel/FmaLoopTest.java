package org.modaj.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop that shows a machine's peak computes what it says, and so all of it. */
class FmaLoopTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 77})
  void theChosenLoopGivesTheBitsOfTheScalarOne(int rounds) {
    float[] expected = chains();
    float[] actual = chains();
    new ScalarFmaLoop().run(rounds, 0.75f, 0.3f, expected);
    KernelProvider.fmaLoop().run(rounds, 0.75f, 0.3f, actual);

    assertThat(actual).containsExactly(expected);
    if (rounds == 1) {
      assertThat(actual[5]).isEqualTo(Math.fma(5f, 0.75f, 0.3f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000})
  void eachChainCountsTwoOperationsARound(int rounds) {
    assertThat(FmaLoop.operations(rounds)).isEqualTo(192.0 * rounds);
  }

  private static float[] chains() {
    float[] chains = new float[FmaLoop.CHAINS];
    for (int i = 0; i < chains.length; i++) {
      chains[i] = i;
    }
    return chains;
  }
}
