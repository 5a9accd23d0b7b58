package org.modaj.nn.model;

import org.modaj.engine.Shape;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;

/**
 * ResNet18 for 32x32 images (He et al. 2016, as the paper's artifact builds it): a 3x3 stem without
 * max pooling and one ReLU layer for each use; 11,173,962 parameters for ten classes at width 1.
 */
public final class ResNet18 {
  private static final int[] STAGES = {64, 128, 256, 512};

  private ResNet18() {}

  /**
   * Builds the network.
   *
   * @param input {@code [height, width, channels]}
   * @param classes outputs
   * @param width multiplier of all channels
   * @param seed of the initial parameters
   */
  public static Network build(Shape input, int classes, double width, long seed) {
    NetworkBuilder net = new NetworkBuilder("resnet18", input, seed);
    Value x = net.conv2d("conv1", net.input(), Conv.of(Widths.scaled(STAGES[0], width), 3).pad(1));
    x = net.relu("relu1", net.batchNorm("bn1", x));
    for (int stage = 0; stage < STAGES.length; stage++) {
      int channels = Widths.scaled(STAGES[stage], width);
      String name = "layer" + (stage + 1);
      x = block(net, name + ".0", x, channels, stage == 0 ? 1 : 2);
      x = block(net, name + ".1", x, channels, 1);
    }
    x = net.globalAveragePool("avgpool", x);
    int in = x.shape().dim(0);
    Initializer uniform = Initializer.uniform(1 / Math.sqrt(in));
    net.dense("fc", x, Dense.of(classes).init(uniform, uniform));
    return net.build();
  }

  private static Value block(NetworkBuilder net, String name, Value x, int channels, int stride) {
    Value y = net.conv2d(name + ".conv1", x, Conv.of(channels, 3).stride(stride).pad(1));
    y = net.relu(name + ".relu1", net.batchNorm(name + ".bn1", y));
    y = net.batchNorm(name + ".bn2", net.conv2d(name + ".conv2", y, Conv.of(channels, 3).pad(1)));
    Value skip = x;
    if (stride != 1 || x.shape().dim(-1) != channels) {
      skip = net.conv2d(name + ".downsample.0", x, Conv.of(channels, 1).stride(stride));
      skip = net.batchNorm(name + ".downsample.1", skip);
    }
    return net.relu(name + ".relu2", net.add(name + ".add", y, skip));
  }
}
