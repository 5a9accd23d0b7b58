package org.modaj.nn.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.layer.LayerTypes;
import org.modaj.nn.optim.Sgd;

/** What docs/adding-a-layer.md shows compiles and works. */
class AddingALayerTest {
  @TempDir Path dir;

  private static Network network() {
    NetworkBuilder net = new NetworkBuilder("mine", Shape.of(3), 1);
    Value x = net.add(new Swish(), net.dense("fc1", net.input(), Dense.of(4)));
    Tensor scale = Tensor.full(Shape.of(4), 1f).requireGrad(true);
    net.dense("fc2", net.add("scaled", new Scale(scale), x), Dense.of(2));
    return net.build();
  }

  private Network throughFile(Network network, Path file) throws IOException {
    LayerTypes types =
        LayerTypes.standard().with("swish", Swish::restore).with("scale", Scale::restore);
    Checkpoint.of(network, Map.of()).save(file, types);
    return Checkpoint.load(file, types).network();
  }

  @Test
  void the_layers_train_and_are_saved_and_loaded() throws IOException {
    Network network = network();
    Tensor x = Tensor.full(Shape.of(2, 3), 0.5f);
    network.forward(x, Mode.TRAIN).backward(Tensor.full(Shape.of(2, 2), 1f));
    new Sgd(network.parameters(), 0, false, 0).step(0.1);
    assertThat(network.parameters().get("scaled.scale").data()).doesNotContain(1f);

    Network loaded = throughFile(network, dir.resolve("mine"));

    assertThat(loaded.sha256()).isEqualTo(network.sha256());
    assertThat(loaded.forward(x, Mode.EVALUATE).data())
        .isEqualTo(network.forward(x, Mode.EVALUATE).data());
    assertThat(loaded.trackedNodes()).extracting(node -> node.name()).containsExactly("swish");
  }

  @Test
  void a_scale_of_other_channels_is_refused() {
    NetworkBuilder net = new NetworkBuilder("mine", Shape.of(3), 1);
    ShapeException e =
        catchThrowableOfType(
            ShapeException.class, () -> net.add("scaled", new Scale(Tensor.zeros(4)), net.input()));
    assertThat(e.where()).isEqualTo("scaled");
  }
}
