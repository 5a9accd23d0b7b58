package org.modaj.interop.torch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;

/**
 * In which order PyTorch has the features of each layer's output. After an image was flattened they
 * stand there channel by channel, here position by position; every layer up to the next dense one,
 * that one's inputs included, must be permuted.
 *
 * <p>Images, and sequences that a 1-D convolution made, have their channels first in PyTorch.
 */
final class FlattenOrder {
  private final Network network;
  private final List<int @Nullable []> orders = new ArrayList<>();
  private final List<Boolean> channelsFirst = new ArrayList<>();

  FlattenOrder(Network network) {
    this.network = network;
    for (NetworkNode node : network.nodes()) {
      channelsFirst.add(isChannelsFirst(node));
      orders.add(order(node));
    }
  }

  /**
   * The order of a layer's first input: for each of our positions of its last axis the position in
   * PyTorch. Null when they are the same.
   */
  int @Nullable [] ofInput(NetworkNode node) {
    int input = node.inputs().getFirst();
    return input == Network.INPUT ? null : orders.get(input);
  }

  private boolean isChannelsFirst(NetworkNode node) {
    int input = node.inputs().getFirst();
    Shape shape = node.shape();
    if (shape.rank() == 3) {
      return true;
    }
    if (shape.rank() != 2) {
      return false;
    }
    return switch (node.layer().type()) {
      case "conv1d", "conv1d_transpose" -> true;
      case "lstm", "gru", "dense", "embedding", "attention", "rows_to_steps" -> false;
      default -> input != Network.INPUT && channelsFirst.get(input);
    };
  }

  private int @Nullable [] order(NetworkNode node) {
    return switch (node.layer().type()) {
      case "flatten" -> flattened(node);
      case "concat" -> concatenated(node);
      case "align_units" -> aligned(node);
      default -> {
        int[] in = ofInput(node);
        Shape input = network.inputShapes(node).getFirst();
        boolean same = input.equals(node.shape()) && !node.layer().type().equals("dense");
        yield same ? in : null;
      }
    };
  }

  private int @Nullable [] flattened(NetworkNode node) {
    Shape in = network.inputShapes(node).getFirst();
    int input = node.inputs().getFirst();
    boolean first = input == Network.INPUT ? in.rank() == 3 : channelsFirst.get(input);
    if (in.rank() < 2) {
      return ofInput(node);
    }
    int channels = in.dim(-1);
    int places = in.elements() / Math.max(channels, 1);
    if (!first || places == 1 || channels == 1) {
      return null;
    }
    int[] order = new int[in.elements()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i % channels * places + i / channels;
    }
    return order;
  }

  private int @Nullable [] concatenated(NetworkNode node) {
    List<Shape> shapes = network.inputShapes(node);
    boolean any = node.inputs().stream().anyMatch(i -> i != Network.INPUT && orders.get(i) != null);
    if (!any) {
      return null;
    }
    int[] order = new int[node.shape().dim(-1)];
    int offset = 0;
    for (int part = 0; part < shapes.size(); part++) {
      int input = node.inputs().get(part);
      int[] own = input == Network.INPUT ? null : orders.get(input);
      int size = shapes.get(part).dim(-1);
      for (int i = 0; i < size; i++) {
        order[offset + i] = offset + (own == null ? i : own[i]);
      }
      offset += size;
    }
    return order;
  }

  /** Some positions of a permuted axis: they keep their order in PyTorch. */
  private int @Nullable [] aligned(NetworkNode node) {
    int[] in = ofInput(node);
    if (in == null || !(node.layer().settings().get("sources") instanceof List<?> sources)) {
      return null;
    }
    int size = sources.size();
    int[] key = new int[size];
    for (int i = 0; i < size; i++) {
      int source = ((Number) sources.get(i)).intValue();
      key[i] = source < 0 ? in.length + i : in[source];
    }
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        if (key[j] < key[i]) {
          order[i]++;
        }
      }
    }
    return order;
  }
}
