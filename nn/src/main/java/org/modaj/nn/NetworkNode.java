package org.modaj.nn;

import java.util.List;
import org.modaj.engine.Shape;
import org.modaj.nn.layer.Layer;

/**
 * One named layer in a network's graph.
 *
 * @param name unique in the network, such as {@code "features.3"}
 * @param layer the operation and its tensors
 * @param inputs indices of the nodes it reads; {@link Network#INPUT} is the network's input
 * @param shape shape of its output for one sample
 */
public record NetworkNode(String name, Layer layer, List<Integer> inputs, Shape shape) {
  /** Copies the inputs. */
  public NetworkNode {
    inputs = List.copyOf(inputs);
  }
}
