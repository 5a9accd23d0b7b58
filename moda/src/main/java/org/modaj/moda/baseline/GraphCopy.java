package org.modaj.moda.baseline;

import org.jspecify.annotations.Nullable;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Value;

/** Records the layers of a network again, with others between or without some of them. */
final class GraphCopy {
  private final Network from;
  private final NetworkBuilder net;
  private final Value[] values;

  /**
   * Starts.
   *
   * @param from the layers and their tensors are shared, not copied
   * @param net where they are recorded
   */
  GraphCopy(Network from, NetworkBuilder net) {
    this.from = from;
    this.net = net;
    this.values = new Value[from.nodes().size()];
  }

  /** What node {@code index} has become, the network's input included. */
  Value value(int index) {
    return index == Network.INPUT ? net.input() : values[index];
  }

  /** Records node {@code index} as it is. */
  Value add(int index) {
    NetworkNode node = from.nodes().get(index);
    Value[] inputs = node.inputs().stream().map(this::value).toArray(Value[]::new);
    return replace(index, net.add(node.name(), node.layer(), inputs));
  }

  /** Lets the readers of node {@code index} read another value. */
  Value replace(int index, Value value) {
    values[index] = value;
    return value;
  }

  /** Records all nodes. */
  Value addAll() {
    for (int i = 0; i < values.length; i++) {
      add(i);
    }
    return value(from.outputNode());
  }

  /** The only reader of a node, or null. */
  static @Nullable NetworkNode onlyReader(Network network, int index) {
    NetworkNode reader = null;
    for (NetworkNode node : network.nodes()) {
      if (node.inputs().contains(index)) {
        if (reader != null) {
          return null;
        }
        reader = node;
      }
    }
    return network.heads().containsValue(index) ? null : reader;
  }
}
