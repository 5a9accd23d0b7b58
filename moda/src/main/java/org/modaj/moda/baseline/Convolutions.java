package org.modaj.moda.baseline;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.modaj.engine.Tensor;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;

/**
 * The convolutions of a network, which most baselines are defined by. The rest of the package works
 * on what layers declare, as the slicer does.
 */
final class Convolutions {
  private Convolutions() {}

  /**
   * A convolution and the normalization that alone reads it.
   *
   * @param index of the convolution's node
   * @param output of the normalization's node, or {@code index} when there is none
   * @param name of the convolution
   * @param outputName name of {@code output}'s node
   * @param source node that the convolution reads, or {@link Network#INPUT}
   * @param channels of its output
   * @param depthwise whether each channel reads its own channel only
   */
  record Convolution(
      int index,
      int output,
      String name,
      String outputName,
      int source,
      int channels,
      boolean depthwise) {}

  /** All of them in order of computation. */
  static List<Convolution> of(Network network) {
    List<Convolution> found = new ArrayList<>();
    List<NetworkNode> nodes = network.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      NetworkNode node = nodes.get(i);
      if (node.layer().type().equals("conv2d")) {
        NetworkNode reader = GraphCopy.onlyReader(network, i);
        boolean normalized = reader != null && reader.layer().type().equals("batch_norm");
        int output = normalized ? nodes.indexOf(reader) : i;
        Tensor weight = requireNonNull(node.layer().parameters().get("weight"));
        int in = network.inputShapes(node).getFirst().dim(-1);
        found.add(
            new Convolution(
                i,
                output,
                node.name(),
                nodes.get(output).name(),
                node.inputs().getFirst(),
                weight.dim(-1),
                weight.dim(2) == 1 && in > 1 && in == weight.dim(-1)));
      }
    }
    return found;
  }
}
