package org.modaj.nn.model;

import org.modaj.engine.Shape;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;

/**
 * VGG16 with batch normalization for 32x32 images and a 4096-4096 classifier without dropout
 * (Simonyan and Zisserman 2015, as the paper's artifact builds it): 33,646,666 parameters for ten
 * classes at width 1. Layer names are those of torchvision: {@code features.N}, {@code
 * classifier.N}.
 */
public final class Vgg16 {
  private static final int POOL = 0;
  private static final int[] FEATURES = {
    64, 64, POOL, 128, 128, POOL, 256, 256, 256, POOL, 512, 512, 512, POOL, 512, 512, 512, POOL
  };

  private Vgg16() {}

  /**
   * Builds the network.
   *
   * @param input {@code [height, width, channels]}, at least 32x32
   * @param classes outputs
   * @param width multiplier of all channels and hidden units
   * @param seed of the initial parameters
   */
  public static Network build(Shape input, int classes, double width, long seed) {
    return build(new NetworkBuilder("vgg16", input, seed), true, classes, width);
  }

  /** Builds it without batch normalization, which torchvision calls just vgg16. */
  public static Network plain(Shape input, int classes, double width, long seed) {
    return build(new NetworkBuilder("vgg16-plain", input, seed), false, classes, width);
  }

  private static Network build(NetworkBuilder net, boolean normalized, int classes, double width) {
    Value x = net.input();
    int layer = 0;
    for (int channels : FEATURES) {
      if (channels == POOL) {
        x = net.maxPool2d("features." + layer++, x, 2);
      } else {
        Conv conv = Conv.of(Widths.scaled(channels, width), 3).pad(1).bias(Initializer.constant(0));
        x = net.conv2d("features." + layer++, x, conv);
        x = normalized ? net.batchNorm("features." + layer++, x) : x;
        x = net.relu("features." + layer++, x);
      }
    }
    x = net.flatten("flatten", x);
    int hidden = Widths.scaled(4096, width);
    x = net.relu("classifier.1", net.dense("classifier.0", x, linear(hidden)));
    x = net.relu("classifier.3", net.dense("classifier.2", x, linear(hidden)));
    net.dense("classifier.4", x, linear(classes));
    return net.build();
  }

  private static Dense linear(int units) {
    return Dense.of(units).init(Initializer.normal(0.01), Initializer.constant(0));
  }
}
