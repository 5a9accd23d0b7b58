package org.modaj.nn.model;

import org.modaj.engine.Shape;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.Activation;

/**
 * MobileNetV2 (Sandler et al. 2018), with torchvision's order of layers: inverted residual blocks
 * with linear bottlenecks and ReLU6. Images below 64 pixels lose no resolution in the stem and the
 * second stage. At width 1 and 1,000 classes it has 3,504,872 parameters.
 */
public final class MobileNetV2 {
  private static final int STEM = 32;
  private static final int LAST = 1280;
  private static final int SMALL = 64;

  /** For each stage: expansion, channels, blocks, stride. */
  private static final int[][] STAGES = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private final NetworkBuilder net;
  private int feature;

  private MobileNetV2(NetworkBuilder net) {
    this.net = net;
  }

  /**
   * Builds the network.
   *
   * @param input {@code [height, width, channels]}
   * @param classes outputs
   * @param width multiplier of all channels
   * @param seed of the initial parameters
   */
  public static Network build(Shape input, int classes, double width, long seed) {
    return new MobileNetV2(new NetworkBuilder("mobilenetv2", input, seed))
        .build(classes, width, input.dim(0) < SMALL);
  }

  private Network build(int classes, double width, boolean small) {
    Value x =
        unit(
            next(),
            net.input(),
            Conv.of(Widths.scaled(STEM, width), 3).stride(small ? 1 : 2).pad(1));
    for (int s = 0; s < STAGES.length; s++) {
      int[] stage = STAGES[s];
      int stride = small && s == 1 ? 1 : stage[3];
      for (int b = 0; b < stage[2]; b++) {
        x = block(next(), x, stage[0], Widths.scaled(stage[1], width), b == 0 ? stride : 1);
      }
    }
    x = unit(next(), x, Conv.of(Widths.scaled(LAST, Math.max(1, width)), 1));
    x = net.globalAveragePool("avgpool", x);
    Dense head = Dense.of(classes).init(Initializer.normal(0.01), Initializer.constant(0));
    net.dense("classifier.1", net.dropout("classifier.0", x, 0.2), head);
    return net.build();
  }

  private String next() {
    return "features." + feature++;
  }

  private Value unit(String name, Value x, Conv conv) {
    Value y = net.batchNorm(name + ".1", net.conv2d(name + ".0", x, conv));
    return net.activation(name + ".2", y, Activation.RELU6);
  }

  private Value depthwise(String name, Value x, int stride) {
    Conv conv = Conv.of(x.channels(), 3).stride(stride).pad(1);
    Value y = net.batchNorm(name + ".1", net.depthwiseConv2d(name + ".0", x, conv));
    return net.activation(name + ".2", y, Activation.RELU6);
  }

  private Value block(String name, Value x, int expansion, int out, int stride) {
    Value y = x;
    int part = 0;
    if (expansion > 1) {
      y = unit(name + ".conv." + part++, y, Conv.of(expansion * x.channels(), 1));
    }
    y = depthwise(name + ".conv." + part++, y, stride);
    y = net.conv2d(name + ".conv." + part++, y, Conv.of(out, 1));
    y = net.batchNorm(name + ".conv." + part, y);
    return stride == 1 && x.channels() == out ? net.add(name + ".add", x, y) : y;
  }
}
