package org.modaj.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.LayerTypes;

/** The graph as text: heads, frozen and shared parameters, and what cannot be read. */
class NetworkFormatTest {
  private static final LayerTypes TYPES = LayerTypes.standard();

  /** {@code body}, and two layers that read it: {@code left} and {@code right}. */
  private static NetworkBuilder fork(Value[] ends) {
    NetworkBuilder net = new NetworkBuilder("fork", Shape.of(3), 1);
    Value body = net.dense("body", net.input(), Dense.of(4));
    ends[0] = net.dense("left", body, Dense.of(2));
    ends[1] = net.dense("right", body, Dense.of(5));
    return net;
  }

  private static Network twoHeads(String first, String second) {
    Value[] ends = new Value[2];
    NetworkBuilder net = fork(ends);
    net.head(first, ends[1]);
    net.head(second, ends[0]);
    return net.build();
  }

  private static Network read(String text, Network network) {
    return NetworkFormat.read(text, network.everyTensor(), TYPES);
  }

  private static String written(Network network) {
    return NetworkFormat.write(network, TYPES);
  }

  @Test
  void heads_keep_names_and_order() {
    Network network = twoHeads("first", "second");

    Network again = read(written(network), network);

    assertThat(again.heads()).containsExactly(Map.entry("first", 2), Map.entry("second", 1));
    assertThat(again.outputShape()).isEqualTo(Shape.of(5));
  }

  @Test
  void one_head_by_the_usual_name_is_not_written() {
    NetworkBuilder net = new NetworkBuilder("one", Shape.of(3), 1);
    net.dense("fc", net.dense("body", net.input(), Dense.of(4)), Dense.of(2));
    Network network = net.build();

    assertThat(written(network)).doesNotContain("heads");
    assertThat(read(written(network), network).heads()).isEqualTo(network.heads());
  }

  @Test
  void one_head_in_the_middle_is_written() {
    NetworkBuilder net = new NetworkBuilder("middle", Shape.of(3), 1);
    Value body = net.dense("body", net.input(), Dense.of(4));
    net.head(Network.OUTPUT, net.dense("fc", body, Dense.of(2)));
    net.head("body", body);
    Network network = net.build();

    assertThat(read(written(network), network).heads()).isEqualTo(network.heads());
  }

  @Test
  void earlier_files_name_no_heads_and_what_nobody_reads_is_one() {
    Network network = twoHeads(Network.OUTPUT, "left");
    String text = written(network);
    String earlier = text.replaceFirst(",\"heads\":\\[[^]]*]", "");
    assertThat(earlier).isNotEqualTo(text).doesNotContain("heads");

    Network again = read(earlier, network);

    assertThat(again.heads()).containsExactly(Map.entry(Network.OUTPUT, 2), Map.entry("left", 1));
  }

  @Test
  void a_head_of_a_layer_that_there_is_not_is_refused() {
    Network network = twoHeads("first", "second");
    for (int layer : new int[] {-1, 3, 4}) {
      String text = written(network).replace("\"layer\":2", "\"layer\":" + layer);

      assertThatThrownBy(() -> read(text, network))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("first")
          .hasMessageContaining("output of layer " + layer);
    }
  }

  @Test
  void a_layer_reads_layers_before_it_only() {
    Network network = twoHeads("first", "second");
    for (int layer : new int[] {-2, 1, 2, 3}) {
      String text = written(network).replaceFirst("\"inputs\":\\[0]", "\"inputs\":[" + layer + "]");

      assertThatThrownBy(() -> read(text, network))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("left")
          .hasMessageContaining("reads layer " + layer);
    }
  }

  @Test
  void frozen_parameters_stay_frozen_and_others_train() {
    Network network = twoHeads("first", "second");
    network.parameters().get("body.bias").requireGrad(false);

    Network again = read(written(network), network.copy());

    again
        .parameters()
        .forEach((name, tensor) ->
            assertThat(tensor.requiresGrad()).as(name).isEqualTo(!name.equals("body.bias")));
  }

  @Test
  void a_shared_tensor_is_one_again_and_missing_it_is_named() {
    NetworkBuilder part = new NetworkBuilder("part", Shape.of(3), 1);
    part.dense("fc", part.input(), Dense.of(3));
    Network shared = part.build();
    NetworkBuilder net = new NetworkBuilder("twice", Shape.of(3), 1);
    net.embed("b", shared, net.embed("a", shared, net.input()));
    Network network = net.build();
    String text = written(network);

    Network again = NetworkFormat.read(text, network.state(), TYPES);

    assertThat(again.aliases()).isEqualTo(network.aliases()).isNotEmpty();
    String other = text.replace("\"weight\":\"a.fc.weight\"", "\"weight\":\"c.fc.weight\"");
    assertThatThrownBy(() -> NetworkFormat.read(other, network.state(), TYPES))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("b.fc")
        .hasMessageContaining("c.fc.weight");
  }

  @Test
  void the_element_that_is_not_finite_is_known() {
    Network network = twoHeads("a", "b");
    network.parameters().get("body.bias").data()[3] = Float.NaN;

    NonFiniteTensorException e =
        catchThrowableOfType(
            NonFiniteTensorException.class,
            () -> Checkpoint.of(network, Map.of()).save(Path.of("unused")));

    assertThat(e.element()).isEqualTo(3);
  }

  @Test
  void a_part_with_a_class_beyond_the_names_is_refused() {
    Network whole = twoHeads("a", "b").withClasses(List.of(1, 2, 3, 4, 5));
    NetworkBuilder small = new NetworkBuilder("part", Shape.of(3), 1);
    small.dense("fc", small.input(), Dense.of(1));
    Network part = small.build().withClasses(List.of(5));
    ModelInfo four = ModelInfo.ofClasses(List.of("p", "q", "r", "s"));

    assertThatThrownBy(() -> four.cut(whole, part, null))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("class 5");
  }
}
