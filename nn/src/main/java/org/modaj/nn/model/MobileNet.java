package org.modaj.nn.model;

import org.modaj.engine.Shape;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;

/**
 * MobileNet v1 for 32x32 images (Howard et al. 2017, as the paper's artifact builds it): 3,217,226
 * parameters for ten classes at width 1.
 */
public final class MobileNet {
  private static final int STEM = 32;
  private static final int[] CHANNELS = {
    64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024
  };
  private static final int[] STRIDES = {1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1};

  private MobileNet() {}

  /**
   * Builds the network.
   *
   * @param input {@code [height, width, channels]}
   * @param classes outputs
   * @param width multiplier of all channels
   * @param seed of the initial parameters
   */
  public static Network build(Shape input, int classes, double width, long seed) {
    NetworkBuilder net = new NetworkBuilder("mobilenet", input, seed);
    Value x = net.conv2d("conv1", net.input(), Conv.of(Widths.scaled(STEM, width), 3).pad(1));
    x = net.relu("relu1", net.batchNorm("bn1", x));
    for (int b = 0; b < CHANNELS.length; b++) {
      String name = "layers." + b;
      int in = x.shape().dim(-1);
      x = net.depthwiseConv2d(name + ".conv1", x, Conv.of(in, 3).stride(STRIDES[b]).pad(1));
      x = net.relu(name + ".relu1", net.batchNorm(name + ".bn1", x));
      x = net.conv2d(name + ".conv2", x, Conv.of(Widths.scaled(CHANNELS[b], width), 1));
      x = net.relu(name + ".relu2", net.batchNorm(name + ".bn2", x));
    }
    x = net.globalAveragePool("avgpool", x);
    Dense head = Dense.of(classes).init(Initializer.normal(0.01), Initializer.constant(0));
    net.dense("linear", x, head);
    return net.build();
  }
}
