package org.modaj.nn.build;

import org.modaj.engine.ShapeException;
import org.modaj.nn.Initializer;
import org.modaj.nn.layer.attention.AttentionLayer;

/**
 * Adds attention and Transformer blocks; their layers are ordinary ones with names of their own.
 */
public interface Attentions extends Activations, DenseLayers, Joins, Normalizations, Recording {

  /** Adds scaled dot-product attention of values that are projected already. */
  default Value attention(
      String name, Value queries, Value keys, Value values, int heads, boolean causal) {
    return add(
        name,
        Recording.named(name, () -> new AttentionLayer(heads, causal)),
        queries,
        keys,
        values);
  }

  /**
   * Adds multi-head self-attention: dense layers {@code name.q}, {@code name.k}, {@code name.v},
   * the attention {@code name.heads} and the dense layer {@code name.out}. Initial values are
   * PyTorch's.
   *
   * @throws ShapeException naming the layer when the heads do not divide the width
   */
  default Value multiHeadAttention(String name, Value x, int heads, boolean causal) {
    int width = x.channels();
    if (heads < 1 || width % heads != 0) {
      throw new ShapeException(
          "multi-head attention",
          name,
          "heads that divide the width " + width,
          heads + " heads",
          null);
    }
    Initializer zero = Initializer.constant(0);
    Dense in = Dense.of(width).init(Initializer.uniform(Math.sqrt(6.0 / (4 * width))), zero);
    Value attended =
        attention(
            name + ".heads",
            dense(name + ".q", x, in),
            dense(name + ".k", x, in),
            dense(name + ".v", x, in),
            heads,
            causal);
    return dense(name + ".out", attended, Dense.of(width).init(Initializer.uniformFanIn(), zero));
  }

  /**
   * Adds a Transformer block: attention and a feed-forward part, each with a residual sum and a
   * layer normalization.
   */
  default Value transformerBlock(String name, Value x, Block block) {
    Value read = block.normFirst() ? layerNorm(name + ".norm1", x) : x;
    Value attended = multiHeadAttention(name + ".attention", read, block.heads(), block.causal());
    Value y = add(name + ".add1", x, dropped(name + ".dropout1", attended, block));
    y = block.normFirst() ? y : layerNorm(name + ".norm1", y);
    Value z = block.normFirst() ? layerNorm(name + ".norm2", y) : y;
    z = dense(name + ".linear1", z, Dense.of(block.hidden()));
    z = activation(name + ".activation", z, block.activation());
    z = dense(name + ".linear2", z, Dense.of(x.channels()));
    z = add(name + ".add2", y, dropped(name + ".dropout2", z, block));
    return block.normFirst() ? z : layerNorm(name + ".norm2", z);
  }

  private Value dropped(String name, Value x, Block block) {
    return block.dropout() == 0 ? x : dropout(name, x, block.dropout());
  }
}
