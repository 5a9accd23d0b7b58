package org.modaj.nn.model;

import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Block;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;

/**
 * A small vision Transformer for 32x32 images (after Dosovitskiy et al. 2021): patches of 4x4
 * pixels, a position embedding, four pre-norm blocks of four heads, and a dense layer on the mean
 * over the patches, with no class token.
 */
public final class VisionTransformer {
  private static final int PATCH = 4;
  private static final int WIDTH = 128;
  private static final int HEADS = 4;
  private static final int BLOCKS = 4;

  private VisionTransformer() {}

  /**
   * Builds the network.
   *
   * @param input {@code [height, width, channels]}, whose sides 4 divides
   * @param classes outputs
   * @param width multiplier of the embedding and the hidden units; the embedding stays a multiple
   *     of the heads
   * @param seed of the initial parameters
   * @throws ShapeException when the patches do not divide the image
   */
  public static Network build(Shape input, int classes, double width, long seed) {
    if (input.rank() != 3 || input.dim(0) % PATCH != 0 || input.dim(1) % PATCH != 0) {
      throw new ShapeException(
          "vit", null, "images whose sides " + PATCH + " divides", "input " + input, null);
    }
    NetworkBuilder net = new NetworkBuilder("vit", input, seed);
    int embedding = Widths.scaled(WIDTH, width) / HEADS * HEADS;
    Conv patches = Conv.of(embedding, PATCH).stride(PATCH).withBias();
    Value x = net.imageToSteps("steps", net.conv2d("patches", net.input(), patches));
    x = net.positionEmbedding("positions", x, x.shape().dim(0));
    for (int b = 0; b < BLOCKS; b++) {
      x = net.transformerBlock("block" + (b + 1), x, Block.of(HEADS, 2 * embedding));
    }
    x = net.meanSteps("mean", net.layerNorm("norm", x));
    net.dense("head", x, Dense.of(classes));
    return net.build();
  }
}
