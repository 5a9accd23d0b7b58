package org.modaj.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.modaj.engine.EngineException;

class Conv2dModeTest {

  @ParameterizedTest
  @CsvSource({
    "1, DIRECT, DIRECT",
    "2, DIRECT, DIRECT",
    "3, DIRECT, DIRECT",
    "4, WINOGRAD_4X4, WINOGRAD_2X2",
    "5, DIRECT, DIRECT",
    "6, WINOGRAD_4X4, WINOGRAD_2X2",
    "7, WINOGRAD_4X4, DIRECT",
    "8, WINOGRAD_4X4, WINOGRAD_2X2",
    "32, WINOGRAD_4X4, WINOGRAD_2X2",
    "224, WINOGRAD_4X4, WINOGRAD_2X2"
  })
  void theChoiceFollowsTheSize(int size, Conv2dAlgorithm byDefault, Conv2dAlgorithm accurate) {
    Conv2dGeometry g = Conv2dGeometry.of(2, size, size, 16, 16, 3, 1, 1);
    assertThat(Conv2dMode.DEFAULT.algorithm(g)).isEqualTo(byDefault);
    assertThat(Conv2dMode.ACCURATE.algorithm(g)).isEqualTo(accurate);
    assertThat(Conv2dMode.EXACT.algorithm(g)).isEqualTo(Conv2dAlgorithm.DIRECT);
  }

  @Test
  void neitherBatchNorChannelsMatter() {
    for (int batch : new int[] {1, 7, 128}) {
      for (int channels : new int[] {1, 3, 64, 512}) {
        Conv2dGeometry g = Conv2dGeometry.of(batch, 16, 16, channels, 513 - channels, 3, 1, 1);
        assertThat(Conv2dMode.DEFAULT.algorithm(g)).isEqualTo(Conv2dAlgorithm.WINOGRAD_4X4);
      }
    }
  }

  @Test
  void otherKernelsAreDirect() {
    Conv2dGeometry[] others = {
      Conv2dGeometry.of(2, 16, 16, 8, 8, 1, 1, 0),
      Conv2dGeometry.of(2, 16, 16, 8, 8, 5, 1, 2),
      Conv2dGeometry.of(2, 16, 16, 8, 8, 3, 2, 1),
      new Conv2dGeometry(2, 16, 16, 8, 8, 3, 3, 1, 1, 2, 2, 2, 2, 1),
      new Conv2dGeometry(2, 16, 16, 8, 8, 3, 3, 1, 1, 1, 1, 1, 1, 2),
      new Conv2dGeometry(2, 16, 16, 8, 8, 3, 1, 1, 1, 1, 0, 1, 1, 1)
    };
    for (Conv2dGeometry g : others) {
      assertThat(Conv2dMode.DEFAULT.algorithm(g)).as("%s", g).isEqualTo(Conv2dAlgorithm.DIRECT);
    }
  }

  @Test
  void productsAreCounted() {
    Conv2dGeometry g = Conv2dGeometry.of(1, 4, 5, 1, 1, 3, 1, 1);
    assertThat(Conv2dAlgorithm.DIRECT.products(g)).isEqualTo(10 * 13);
    assertThat(Conv2dAlgorithm.WINOGRAD_4X4.products(g)).isEqualTo(2 * 36);
    assertThat(Conv2dAlgorithm.WINOGRAD_2X2.products(g)).isEqualTo(6 * 16);
  }

  @Test
  void scopesNest() {
    Conv2dMode before = Conv2dMode.current();
    try (Conv2dMode.Scope _ = Conv2dMode.EXACT.use()) {
      try (Conv2dMode.Scope _ = Conv2dMode.ACCURATE.use()) {
        assertThat(Conv2dMode.current()).isEqualTo(Conv2dMode.ACCURATE);
      }
      assertThat(Conv2dMode.current()).isEqualTo(Conv2dMode.EXACT);
    }
    assertThat(Conv2dMode.current()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Conv2dMode.class)
  void namesAreRead(Conv2dMode mode) {
    assertThat(Conv2dMode.parse(mode.label())).isEqualTo(mode);
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThatThrownBy(() -> Conv2dMode.parse("fast"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("-Dmoda.conv")
        .hasMessageContaining("default, accurate, exact")
        .hasMessageContaining("\"fast\"");
  }
}
