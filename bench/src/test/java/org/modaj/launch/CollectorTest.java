package org.modaj.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which collector a JVM is given, and how large its young generation is. */
class CollectorTest {
  @Test
  void theParallelOneWithASmallYoungGeneration() {
    assertThat(Collector.options(" -Xmx1g"))
        .containsExactly("-XX:+UseParallelGC", "-XX:MaxNewSize=32m", "-Xlog:gc+ergo=error");
  }

  @ParameterizedTest
  @ValueSource(strings = {" -XX:+UseG1GC", " -Xmx1g -XX:+UseSerialGC null"})
  void theUsersCollectorStaysAsItIs(String options) {
    assertThat(Collector.options(options)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {" -Xmn200m", " -XX:NewSize=8m", " -XX:MaxNewSize=1g", " -XX:NewRatio=3"})
  void theUsersYoungGenerationStays(String options) {
    assertThat(Collector.options(options)).containsExactly("-XX:+UseParallelGC");
  }
}
