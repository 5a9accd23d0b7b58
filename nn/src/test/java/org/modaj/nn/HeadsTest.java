package org.modaj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.io.Checkpoint;

class HeadsTest {
  @TempDir Path dir;

  /** Two outputs, the second one in the middle of a chain that would be fused. */
  private static Network twoHeads() {
    NetworkBuilder net = new NetworkBuilder("heads", Shape.of(6, 6, 2), 1);
    Value norm = net.batchNorm("norm", net.conv2d("conv", net.input(), Conv.of(3, 3)));
    Value x = net.relu("relu", norm);
    net.head("classes", net.dense("fc", net.flatten(x), Dense.of(4)));
    net.head("features", norm);
    return net.build();
  }

  private final Tensor x = Tensor.full(Shape.of(2, 6, 6, 2), 0.5f);

  @Test
  void the_first_head_is_the_output_and_all_are_computed() {
    Network network = twoHeads();
    assertThat(network.heads()).containsExactly(Map.entry("classes", 4), Map.entry("features", 1));
    assertThat(network.outputShape()).isEqualTo(Shape.of(4));
    Tensor[] seen = new Tensor[network.nodes().size()];
    network.observe(x, Mode.EVALUATE, (node, y) -> seen[network.nodes().indexOf(node)] = y);

    SequencedMap<String, Tensor> outputs;
    try (Autograd.Scope _ = Autograd.noGrad()) {
      outputs = network.forwardHeads(NetworkInput.of(x), Mode.EVALUATE);
    }

    assertThat(outputs.sequencedKeySet()).containsExactly("classes", "features");
    assertThat(outputs.get("classes").data()).isEqualTo(seen[4].data());
    assertThat(outputs.get("features").data()).isEqualTo(seen[1].data());
    assertThat(network.forward(x, Mode.EVALUATE).data()).isEqualTo(seen[4].data());
  }

  @Test
  void a_network_without_named_heads_has_its_last_layer() {
    Network network = TinyNetworks.dense(1);
    assertThat(network.heads()).containsExactly(Map.entry(Network.OUTPUT, 2));
  }

  @Test
  void heads_are_kept_by_copies_and_files() throws IOException {
    Network network = twoHeads();
    Checkpoint.of(network, Map.of()).save(dir.resolve("heads"));
    for (Network other :
        new Network[] {network.copy(), Checkpoint.load(dir.resolve("heads")).network()}) {
      assertThat(other.heads()).isEqualTo(network.heads());
      assertThat(other.heads().firstEntry().getKey()).isEqualTo("classes");
      assertThat(other.forward(x, Mode.EVALUATE).data())
          .isEqualTo(network.forward(x, Mode.EVALUATE).data());
    }
  }

  @Test
  void a_layer_that_is_not_read_is_reported() {
    NetworkBuilder net = new NetworkBuilder("net", Shape.of(3), 1);
    net.dense("auxiliary", net.input(), Dense.of(2));
    net.dense("fc", net.input(), Dense.of(2));
    EngineException e = catchThrowableOfType(EngineException.class, net::build);
    assertThat(e.operation()).isEqualTo("build network");
    assertThat(e.where()).isEqualTo("auxiliary");
    assertThat(e).hasMessageContaining("head(\"auxiliary\", value)");
  }

  @Test
  void with_named_heads_the_last_layer_is_no_output_by_itself() {
    NetworkBuilder net = new NetworkBuilder("net", Shape.of(3), 1);
    net.head("main", net.dense("fc", net.input(), Dense.of(2)));
    net.dense("last", net.input(), Dense.of(2));
    assertThat(catchThrowableOfType(EngineException.class, net::build).where()).isEqualTo("last");
  }

  @Test
  void names_of_heads_are_unique_and_the_input_is_none() {
    NetworkBuilder net = new NetworkBuilder("net", Shape.of(3), 1);
    Value y = net.head("main", net.dense("fc", net.input(), Dense.of(2)));
    for (String name : new String[] {"main", " "}) {
      assertThat(catchThrowableOfType(EngineException.class, () -> net.head(name, y)).where())
          .isEqualTo(name);
    }
    assertThat(
            catchThrowableOfType(EngineException.class, () -> net.head("in", net.input())).where())
        .isEqualTo("in");
  }
}
