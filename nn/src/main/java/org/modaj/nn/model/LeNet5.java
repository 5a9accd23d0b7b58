package org.modaj.nn.model;

import org.modaj.engine.Shape;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;

/**
 * LeNet5 for 32x32 colour images with ReLU and max pooling, as the paper's artifact builds it:
 * 62,006 parameters for ten classes. Its layers are so narrow that the width multiplier scales
 * without the floor of 8 taking hold at 1: 6, 16, 120 and 84 are the widths at 1.
 */
public final class LeNet5 {
  private LeNet5() {}

  /**
   * Builds the network.
   *
   * @param input {@code [height, width, channels]}
   * @param classes outputs
   * @param width multiplier; at 1 exactly LeNet5, otherwise at least 8 units a layer
   * @param seed of the initial parameters
   */
  public static Network build(Shape input, int classes, double width, long seed) {
    NetworkBuilder net = new NetworkBuilder("lenet5", input, seed);
    Value x = net.conv2d("conv1", net.input(), conv(units(6, width), input.dim(-1)));
    x = net.maxPool2d("pool1", net.relu("relu1", x), 2);
    x = net.conv2d("conv2", x, conv(units(16, width), x.shape().dim(-1)));
    x = net.maxPool2d("pool2", net.relu("relu2", x), 2);
    x = net.flatten("flatten", x);
    x = net.relu("relu3", net.dense("fc1", x, Dense.of(units(120, width))));
    x = net.relu("relu4", net.dense("fc2", x, Dense.of(units(84, width))));
    net.dense("fc3", x, Dense.of(classes));
    return net.build();
  }

  private static int units(int units, double width) {
    return width == 1 ? units : Widths.scaled(units, width);
  }

  private static Conv conv(int channels, int inChannels) {
    return Conv.of(channels, 5)
        .weight(Initializer.uniformFanIn())
        .bias(Initializer.uniform(1 / Math.sqrt(25.0 * inChannels)));
  }
}
