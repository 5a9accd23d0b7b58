package org.modaj.nn.model;

import org.modaj.engine.Shape;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Block;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;

/**
 * A classifier of sequences: a dense layer on the features of each step, a position embedding, two
 * pre-norm Transformer blocks of four heads, and a dense layer on the mean over the valid steps.
 */
public final class TransformerClassifier {
  private static final int WIDTH = 64;
  private static final int HEADS = 4;
  private static final int BLOCKS = 2;

  private TransformerClassifier() {}

  /**
   * Builds the network.
   *
   * @param input {@code [steps, features]}; no sequence may have more steps
   * @param classes outputs
   * @param width multiplier of the embedding and the hidden units; the embedding stays a multiple
   *     of the heads
   * @param seed of the initial parameters
   */
  public static Network build(Shape input, int classes, double width, long seed) {
    NetworkBuilder net = NetworkBuilder.forSequences("transformer", input, seed);
    int embedding = Widths.scaled(WIDTH, width) / HEADS * HEADS;
    Value x = net.dense("embedding", net.input(), Dense.of(embedding));
    x = net.positionEmbedding("positions", x, input.dim(0));
    for (int b = 0; b < BLOCKS; b++) {
      x = net.transformerBlock("block" + (b + 1), x, Block.of(HEADS, 2 * embedding));
    }
    x = net.meanSteps("mean", net.layerNorm("norm", x));
    net.dense("fc", x, Dense.of(classes));
    return net.build();
  }
}
