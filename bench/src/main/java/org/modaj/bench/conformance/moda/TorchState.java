package org.modaj.bench.conformance.moda;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.modaj.bench.conformance.Layout;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.TorchLayout;
import org.modaj.engine.io.TorchLayout.Arranged;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.layer.shape.FlattenLayer;

/**
 * The tensors of a network in PyTorch's layout.
 *
 * <p>A dense layer after a flatten needs to know the images in front of it: PyTorch flattens them
 * channel by channel, this library position by position.
 */
final class TorchState {
  private final Network network;

  /** For each dense weight after a flatten, the shape [h, w, channels] that was flattened. */
  private final Map<String, Shape> flattened = new LinkedHashMap<>();

  TorchState(Network network) {
    this.network = network;
    for (NetworkNode node : network.nodes()) {
      int input = node.inputs().getFirst();
      if (input != Network.INPUT && network.nodes().get(input).layer() instanceof FlattenLayer) {
        Shape images = network.inputShapes(network.nodes().get(input)).getFirst();
        if (images.rank() == 3) {
          flattened.put(node.name() + ".weight", images);
        }
      }
    }
  }

  /** Returns copies of the network's parameters and buffers by name, in state order. */
  SequencedMap<String, Arranged> state() {
    SequencedMap<String, Arranged> all = new LinkedHashMap<>();
    network.state().forEach((name, tensor) -> all.put(name, toTorch(name, tensor)));
    return all;
  }

  /** Returns a copy of the collected gradient of a parameter. */
  float[] gradient(String parameter) {
    return toTorch(parameter, network.parameters().get(parameter).grad()).values();
  }

  /** Where the values of a state tensor come from. */
  @FunctionalInterface
  interface Source {
    /** Returns the values of a tensor in PyTorch's layout. */
    float[] values(String name, int[] torchShape);
  }

  /** Overwrites all state tensors. */
  void fill(Source source) {
    network
        .state()
        .forEach((name, tensor) -> {
          int[] shape = torchShape(tensor.shape());
          Arranged ours = fromTorch(name, source.values(name, shape), shape);
          System.arraycopy(ours.values(), 0, tensor.data(), 0, tensor.elements());
          tensor.markModified();
        });
  }

  private static Layout layout(int rank) {
    return switch (rank) {
      case 4 -> Layout.CONVOLUTION_WEIGHT;
      case 2 -> Layout.DENSE_WEIGHT;
      default -> Layout.SAME;
    };
  }

  private Arranged toTorch(String name, Tensor tensor) {
    Shape images = flattened.get(name);
    return images == null
        ? layout(tensor.shape().rank()).toTorch(tensor.data(), tensor.shape().toArray())
        : TorchLayout.flattenedDenseToTorch(
            tensor.data(), tensor.dim(1), images.dim(2), images.dim(0), images.dim(1));
  }

  private Arranged fromTorch(String name, float[] values, int[] shape) {
    Shape images = flattened.get(name);
    return images == null
        ? layout(shape.length).fromTorch(values, shape)
        : TorchLayout.flattenedDenseFromTorch(
            values, shape[0], images.dim(2), images.dim(0), images.dim(1));
  }

  private static int[] torchShape(Shape ours) {
    int[] s = ours.toArray();
    return switch (s.length) {
      case 4 -> new int[] {s[3], s[2], s[0], s[1]};
      case 2 -> new int[] {s[1], s[0]};
      default -> s;
    };
  }
}
