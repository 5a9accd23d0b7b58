package org.modaj.moda;

import java.util.List;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;

/** Architectures that neither the paper nor our models have, built as any user would. */
final class UnforeseenNetworks {
  private UnforeseenNetworks() {}

  static List<Network> all(long seed) {
    return List.of(denselyConnected(seed), bottlenecks(seed), convolutionalRecurrent(seed));
  }

  private static NetworkBuilder start(String name, long seed) {
    return new NetworkBuilder(name, RandomNetworks.INPUT, seed);
  }

  /** DenseNet (Huang et al. 2017) in small: each layer reads all layers before it in its block. */
  static Network denselyConnected(long seed) {
    NetworkBuilder net = start("densenet", seed);
    Value x = net.conv2d("stem", net.input(), Conv.of(8, 3).pad(1));
    for (int block = 0; block < 2; block++) {
      for (int i = 0; i < 3; i++) {
        String name = "block" + block + "." + i;
        Value y = net.relu(name + ".relu1", net.batchNorm(name + ".norm1", x));
        y = net.conv2d(name + ".conv1", y, Conv.of(12, 1));
        y = net.relu(name + ".relu2", net.batchNorm(name + ".norm2", y));
        y = net.conv2d(name + ".conv2", y, Conv.of(5, 3).pad(1));
        x = net.concat(name + ".concat", x, y);
      }
      if (block == 0) {
        x = net.relu("transition.relu", net.batchNorm("transition.norm", x));
        x = net.maxPool2d("transition.pool", net.conv2d("transition.conv", x, Conv.of(10, 1)), 2);
      }
    }
    x = net.relu("relu", net.batchNorm("norm", x));
    net.dense("outputs", net.globalAveragePool("pool", x), Dense.of(RandomNetworks.CLASSES));
    return net.build();
  }

  /** Residual blocks of 1x1, 3x3 and 1x1 convolutions (ResNet-50's) in small. */
  static Network bottlenecks(long seed) {
    NetworkBuilder net = start("bottlenecks", seed);
    Value x = net.conv2d("stem", net.input(), Conv.of(8, 3).pad(1));
    x = net.relu("stem.relu", net.batchNorm("stem.norm", x));
    for (int i = 0; i < 4; i++) {
      String name = "block" + i;
      int stride = i == 2 ? 2 : 1;
      int channels = i < 2 ? 16 : 24;
      Value y = net.conv2d(name + ".conv1", x, Conv.of(6, 1));
      y = net.relu(name + ".relu1", net.batchNorm(name + ".norm1", y));
      y = net.conv2d(name + ".conv2", y, Conv.of(6, 3).pad(1).stride(stride));
      y = net.relu(name + ".relu2", net.batchNorm(name + ".norm2", y));
      y = net.batchNorm(name + ".norm3", net.conv2d(name + ".conv3", y, Conv.of(channels, 1)));
      Value skip = x;
      if (i % 2 == 0) {
        skip = net.conv2d(name + ".skip", x, Conv.of(channels, 1).stride(stride));
        skip = net.batchNorm(name + ".skip.norm", skip);
      }
      x = net.relu(name + ".relu3", net.add(name + ".add", y, skip));
    }
    net.dense("outputs", net.globalAveragePool("pool", x), Dense.of(RandomNetworks.CLASSES));
    return net.build();
  }

  /**
   * Convolutions whose rows are the steps of an LSTM in both directions, as in text recognition.
   */
  static Network convolutionalRecurrent(long seed) {
    NetworkBuilder net = start("crnn", seed);
    Value x = net.conv2d("conv1", net.input(), Conv.of(9, 3).pad(1));
    x = net.maxPool2d("pool1", net.relu("relu1", net.batchNorm("norm1", x)), 2);
    x = net.conv2d("conv2", x, Conv.of(7, 3).pad(1));
    x = net.rowsToSteps("rows", net.relu("relu2", net.batchNorm("norm2", x)));
    x = net.lstm("lstm1", x, Recurrent.of(10).inBothDirections());
    x = net.lastStep("end", net.lstm("lstm2", x, Recurrent.of(8).inBothDirections()));
    net.dense("outputs", x, Dense.of(RandomNetworks.CLASSES));
    return net.build();
  }
}
