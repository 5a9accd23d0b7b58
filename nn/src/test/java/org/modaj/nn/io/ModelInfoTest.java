package org.modaj.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.io.ModelInfo.ImageFit;
import org.modaj.nn.io.ModelInfo.Task;

class ModelInfoTest {
  private static final ModelInfo WHOLE =
      new ModelInfo(
          Task.CLASSIFICATION,
          List.of("cat", "dog", "\"sea\" lion, ä"),
          InputScaling.of(new float[] {0.1f, 2, -3}, new float[] {0.25f, 1e-7f, 3}, true),
          ImageFit.MIDDLE,
          "1.2",
          new ModuleOrigin(List.of(3, 5, 9), 0.9, "exact zeros", "abc"),
          "CHARACTERS\na\n\\n\nä\n");

  @TempDir Path dir;

  private static Network network(int outputs) {
    NetworkBuilder net = new NetworkBuilder("n", Shape.of(4), 1);
    net.dense("fc", net.input(), Dense.of(outputs));
    return net.build();
  }

  @Test
  void a_checkpoint_keeps_all_of_it() throws Exception {
    Path file = dir.resolve("c.safetensors");
    Checkpoint.of(network(3), WHOLE).save(file);

    assertThat(Checkpoint.load(file).info()).isEqualTo(WHOLE);
  }

  @Test
  void what_is_missing_is_unknown() throws Exception {
    Path file = dir.resolve("c.safetensors");
    Checkpoint.of(network(3), Map.of()).save(file);

    assertThat(Checkpoint.load(file).info()).isEqualTo(ModelInfo.UNKNOWN);
    assertThat(ModelInfo.UNKNOWN.entries()).isEmpty();
  }

  @Test
  void earlier_checkpoints_name_all_classes_and_which_are_outputs() {
    ModelInfo info =
        ModelInfo.of(Map.of("classes", "[\"a\",\"b\",\"c\"]", "targets", "[0,2]", "data", "x"));

    assertThat(info).isEqualTo(ModelInfo.ofClasses(List.of("a", "c")));
  }

  @Test
  void other_tools_name_classes_in_other_ways() {
    assertThat(ModelInfo.of(Map.of("names", "{0: 'cat', 1: 'dog'}")).classNames())
        .containsExactly("cat", "dog");
    assertThat(ModelInfo.of(Map.of("labels", "cat, dog")).classNames())
        .containsExactly("cat", "dog");
  }

  @Test
  void a_damaged_entry_is_named() {
    assertThatThrownBy(() -> ModelInfo.of(Map.of("class_names", "[1")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("class_names")
        .hasMessageContaining("list of names");
    assertThatThrownBy(
            () -> ModelInfo.of(Map.of("normalization_mean", "[1,2]", "normalization_std", "[1,0]")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("[1.0, 0.0]");
    for (String nothing : List.of("null", " null ", "", "[null]")) {
      assertThatThrownBy(() -> ModelInfo.of(Map.of("class_names", nothing)))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("class_names")
          .hasMessageContaining("list of names");
    }
    for (String alone : List.of("normalization_mean", "normalization_std")) {
      assertThatThrownBy(() -> ModelInfo.of(Map.of(alone, "[1]")))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("both normalization_mean and normalization_std");
    }
    assertThatThrownBy(() ->
            ModelInfo.of(
                Map.of(
                    "normalization_mean",
                    "[1]",
                    "normalization_std",
                    "[1]",
                    "normalization_values",
                    "null")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("normalization_values")
        .hasMessageContaining("\"null\"");
    assertThatThrownBy(() -> ModelInfo.of(Map.of("classes", "[\"a\"]", "targets", "[1]")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("targets");
    assertThatThrownBy(() -> ModelInfo.ofClasses(List.of("a", "a")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("[a, a]");
  }

  @Test
  void a_part_has_the_names_of_its_outputs() {
    Network whole = network(3).withClasses(List.of(2, 5, 7));
    Network part = network(2).withClasses(List.of(2, 7));
    ModuleOrigin origin = new ModuleOrigin(List.of(2, 7), 0.9, "p", whole.sha256());

    ModelInfo info = WHOLE.withModule(null).cut(whole, part, origin);

    assertThat(info.classNames()).containsExactly("cat", "\"sea\" lion, ä");
    assertThat(info.module()).isEqualTo(origin);
    assertThat(info.scaling()).isEqualTo(WHOLE.scaling());
    assertThatThrownBy(() -> WHOLE.cut(whole, network(1), null))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("class 0");
  }

  @Test
  void values_are_scaled_by_channel() {
    InputScaling pixels = InputScaling.of(new float[] {0, 1}, new float[] {1, 0.5f}, true);
    InputScaling plain = InputScaling.of(new float[] {10}, new float[] {2}, false);

    assertThat(pixels.apply(new float[] {255, 255, 0, 0})).containsExactly(1, 0, 0, -2);
    assertThat(plain.apply(new float[] {10, 14})).containsExactly(0, 2);
  }
}
