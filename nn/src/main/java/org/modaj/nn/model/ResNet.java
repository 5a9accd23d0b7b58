package org.modaj.nn.model;

import org.modaj.engine.Shape;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Pool;
import org.modaj.nn.build.Value;

/**
 * Residual networks for ImageNet-size images (He et al. 2016), with torchvision's names: a 7x7 stem
 * of stride 2 and max pooling, four stages, global average pooling. At width 1 and 1,000 classes
 * ResNet18 has 11,689,512 and ResNet50 25,557,032 parameters.
 */
public final class ResNet {
  private static final int[] STAGES = {64, 128, 256, 512};
  private static final int EXPANSION = 4;

  private final NetworkBuilder net;
  private final boolean bottleneck;

  private ResNet(NetworkBuilder net, boolean bottleneck) {
    this.net = net;
    this.bottleneck = bottleneck;
  }

  /** Builds ResNet18 with the ImageNet stem; see {@link Vgg16#build}. */
  public static Network resNet18(Shape input, int classes, double width, long seed) {
    return new ResNet(new NetworkBuilder("resnet18-imagenet", input, seed), false)
        .build(new int[] {2, 2, 2, 2}, classes, width);
  }

  /**
   * Builds ResNet50, with stride in the 3x3 convolution as torchvision; see {@link Vgg16#build}.
   */
  public static Network resNet50(Shape input, int classes, double width, long seed) {
    return new ResNet(new NetworkBuilder("resnet50", input, seed), true)
        .build(new int[] {3, 4, 6, 3}, classes, width);
  }

  private Network build(int[] blocks, int classes, double width) {
    Conv stem = Conv.of(Widths.scaled(STAGES[0], width), 7).stride(2).pad(3);
    Value x = net.conv2d("conv1", net.input(), stem);
    x = net.relu("relu", net.batchNorm("bn1", x));
    x = net.maxPool2d("maxpool", x, Pool.of(3).stride(2).pad(1));
    for (int stage = 0; stage < STAGES.length; stage++) {
      int channels = Widths.scaled(STAGES[stage], width);
      for (int b = 0; b < blocks[stage]; b++) {
        x = block("layer" + (stage + 1) + "." + b, x, channels, stage > 0 && b == 0 ? 2 : 1);
      }
    }
    x = net.globalAveragePool("avgpool", x);
    Initializer uniform = Initializer.uniform(1 / Math.sqrt(x.channels()));
    net.dense("fc", x, Dense.of(classes).init(uniform, uniform));
    return net.build();
  }

  private Value block(String name, Value x, int channels, int stride) {
    int out = bottleneck ? EXPANSION * channels : channels;
    Value y;
    if (bottleneck) {
      y = unit(name, 1, x, Conv.of(channels, 1));
      y = unit(name, 2, y, Conv.of(channels, 3).stride(stride).pad(1));
      y = net.batchNorm(name + ".bn3", net.conv2d(name + ".conv3", y, Conv.of(out, 1)));
    } else {
      y = unit(name, 1, x, Conv.of(channels, 3).stride(stride).pad(1));
      y = net.batchNorm(name + ".bn2", net.conv2d(name + ".conv2", y, Conv.of(out, 3).pad(1)));
    }
    Value skip = x;
    if (stride != 1 || x.channels() != out) {
      skip = net.conv2d(name + ".downsample.0", x, Conv.of(out, 1).stride(stride));
      skip = net.batchNorm(name + ".downsample.1", skip);
    }
    return net.relu(name + ".relu", net.add(name + ".add", y, skip));
  }

  private Value unit(String name, int number, Value x, Conv conv) {
    Value y = net.batchNorm(name + ".bn" + number, net.conv2d(name + ".conv" + number, x, conv));
    return net.relu(name + ".relu" + number, y);
  }
}
