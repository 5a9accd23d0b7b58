package org.modaj.nn;

import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;

/** Networks small enough for unit tests. */
public final class TinyNetworks {
  private TinyNetworks() {}

  /** One of every kind of layer, for grey images of 12x12 and four classes. */
  public static Network convolutional(long seed) {
    NetworkBuilder net = new NetworkBuilder("tiny", Shape.of(12, 12, 1), seed);
    Conv wide = Conv.of(6, 3).pad(1).bias(Initializer.constant(0));
    Value x = net.relu("relu1", net.batchNorm("bn1", net.conv2d("conv1", net.input(), wide)));
    x = net.maxPool2d("pool1", x, 2);
    x = net.relu("relu2", net.batchNorm("bn2", net.conv2d("conv2", x, Conv.of(8, 3).pad(1))));
    x = net.maxPool2d("pool2", x, 2);
    x = net.relu("relu3", net.dense("fc1", net.flatten("flatten", x), Dense.of(16)));
    net.dense("fc2", x, Dense.of(4));
    return net.build();
  }

  /** Two dense layers from three features to two classes. */
  public static Network dense(long seed) {
    NetworkBuilder net = new NetworkBuilder("dense", Shape.of(3), seed);
    Value x = net.relu("relu", net.dense("fc1", net.input(), Dense.of(5)));
    net.dense("fc2", x, Dense.of(2));
    return net.build();
  }

  /** Sequences of two features to three classes, read in both directions. */
  public static Network recurrent(long seed) {
    NetworkBuilder net = NetworkBuilder.forSequences("tiny sequences", Shape.of(6, 2), seed);
    Value x = net.lstm("lstm", net.input(), Recurrent.of(4).inBothDirections());
    net.dense("fc", net.lastStep("last", x), Dense.of(3));
    return net.build();
  }

  /** Uniform images for {@link #convolutional}. */
  public static Tensor images(int count) {
    Tensor x = Tensor.zeros(count, 12, 12, 1);
    CounterRandom.of("images").fill(x.data(), 1, 0);
    return x;
  }
}
