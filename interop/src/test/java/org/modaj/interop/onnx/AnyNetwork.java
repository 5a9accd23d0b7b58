package org.modaj.interop.onnx;

import java.util.Arrays;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Pad2d;
import org.modaj.engine.ops.Upsample;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Block;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Pool;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.Activation;
import org.modaj.nn.layer.attention.ClassTokenLayer;
import org.modaj.nn.layer.dense.ScaleShiftLayer;

/** Networks of layers of every kind in random order and sizes, drawn from a seed. */
final class AnyNetwork {
  private static final int KINDS = 3;

  private final CounterRandom random;
  private final NetworkBuilder net;
  private int drawn;

  private AnyNetwork(long seed) {
    random = CounterRandom.of(seed, "any network");
    String name = "any" + seed;
    net =
        switch ((int) (seed % KINDS)) {
          case 0 -> new NetworkBuilder(name, Shape.of(8 + below(5), 7 + below(6), 3), seed);
          case 1 -> NetworkBuilder.forSequences(name, Shape.of(9, 4), seed);
          default -> new NetworkBuilder(name, Shape.of(6), seed);
        };
  }

  static Network of(long seed) {
    AnyNetwork any = new AnyNetwork(seed);
    Value x = any.net.input();
    x = seed % KINDS == 0 ? any.image(x) : seed % KINDS == 1 ? any.sequence(x) : x;
    Network network = any.end(x);
    network.state().forEach(AnyNetwork::fill);
    return network;
  }

  private int below(int bound) {
    return random.below(bound, drawn++);
  }

  /** Draws what fresh networks leave at 0 and 1. */
  private static void fill(String name, Tensor tensor) {
    float first = tensor.data()[0];
    boolean constant = true;
    for (float value : tensor.data()) {
      constant &= value == first;
    }
    if (constant && !name.endsWith(".backward")) {
      CounterRandom.of(name).fillUniform(tensor.data(), first == 1 ? 0.5 : -0.5, first + 0.5);
    }
  }

  private Value image(Value input) {
    Value x = net.conv2d(input, Conv.of(4 * (1 + below(3)), 3).pad(1));
    for (int i = 0, n = 3 + below(5); i < n; i++) {
      x = image(x, below(18));
    }
    return switch (below(5)) {
      case 0 -> net.flatten(x);
      case 1 -> net.concat(net.globalAveragePool(x), net.max(x, 0, 1));
      case 2 -> steps(net.imageToSteps(x));
      case 3 -> net.lastStep(net.lstm(net.rowsToSteps(x), Recurrent.of(5)));
      default -> net.globalAveragePool(x);
    };
  }

  private Value image(Value x, int kind) {
    int channels = x.shape().dim(-1);
    boolean small = Math.min(x.shape().dim(0), x.shape().dim(1)) < 4;
    return switch (kind) {
      case 0 -> net.conv2d(x, Conv.of(4 * (1 + below(4)), 1 + 2 * below(2)).same().withBias());
      case 1 -> net.conv2d(x, Conv.of(2 * channels, 3).pad(1).groups(4));
      case 2 -> net.depthwiseConv2d(x, Conv.of(channels, 3).pad(1));
      case 3 -> small ? x : net.conv2d(x, Conv.of(8, 3).stride(2).pad(1));
      case 4 -> net.batchNorm(x);
      case 5 -> net.groupNorm(x, 2);
      case 6 -> net.instanceNorm(x);
      case 7 -> net.layerNorm(x);
      case 8 -> net.prelu(net.freshName("prelu"), x);
      case 9 -> small ? x : below(2) == 0 ? net.maxPool2d(x, 2) : net.avgPool2d(x, Pool.of(2));
      case 10 ->
          small ? net.convTranspose2d(x, Conv.of(8, 2).stride(2)) : net.pixelUnshuffle(crop(x), 2);
      case 11 -> net.pad2d(x, new Pad2d.Sides(1, 0, 1, 1), 0);
      case 12 ->
          small ? net.upsample(x, Upsample.Mode.NEAREST, 2 * height(x), 2 * x.shape().dim(1)) : x;
      case 13 -> {
        Value y = net.conv2d(net.relu(x), Conv.of(channels, 3).pad(1));
        yield below(2) == 0 ? net.add(x, y) : net.subtract(x, y);
      }
      case 14 -> net.concat(x, net.conv2d(x, Conv.of(4, 1)));
      case 15 -> net.multiply(x, net.sigmoid(net.dense(net.globalAveragePool(x), units(channels))));
      case 16 -> net.align(net.freshName("align"), x, sources(channels));
      default -> net.activation(x, Activation.values()[below(Activation.values().length)]);
    };
  }

  private static int height(Value x) {
    return x.shape().dim(0);
  }

  /** Even sides. */
  private Value crop(Value x) {
    int bottom = x.shape().dim(0) % 2;
    int right = x.shape().dim(1) % 2;
    return bottom + right == 0 ? x : net.pad2d(x, new Pad2d.Sides(0, right, 0, bottom), 0);
  }

  private static Dense units(int units) {
    return Dense.of(units);
  }

  /** A gather with a zero, as cut networks have. */
  private int[] sources(int width) {
    int[] sources = new int[8];
    Arrays.setAll(sources, p -> p == 2 ? -1 : (5 * p) % width);
    return sources;
  }

  /** Pixels as steps. */
  private Value steps(Value input) {
    Value x = net.dense(input, units(8));
    if (below(2) == 0) {
      Tensor token = Initializer.uniform(0.5).parameter(Shape.of(8), 1, "token");
      x = net.add(net.freshName("class_token"), new ClassTokenLayer(token), x);
    }
    x = net.positionEmbedding("positions", x, x.shape().dim(0));
    if (below(2) == 0) {
      x = net.transformerBlock("block", x, Block.of(2, 12));
    } else {
      Value y = net.rmsNorm(x);
      x = net.add(x, net.attention("heads", y, net.dense(y, units(8)), y, 2, false));
    }
    return below(2) == 0 ? net.meanSteps(x) : net.maxSteps(x);
  }

  private Value sequence(Value input) {
    Value x = input;
    for (int i = 0, n = 1 + below(4); i < n; i++) {
      int features = x.shape().dim(-1);
      x =
          switch (below(9)) {
            case 0 -> net.lstm(x, recurrent());
            case 1 -> net.gru(x, recurrent());
            case 2 -> net.conv1d(x, Conv.of(6, 3).pad(1));
            case 3 -> net.relu(net.dense(x, units(7)));
            case 4 -> net.layerNorm(x);
            case 5 -> net.concat(x, net.lstm(x, recurrent()));
            case 6 -> net.add(x, net.dense(net.gru(x, recurrent()), units(features)));
            case 7 -> below(2) == 0 ? net.rmsNorm(x) : net.softmax(x);
            default -> net.multiply(x, net.sigmoid(net.dense(x, units(features))));
          };
    }
    return switch (below(4)) {
      case 0 -> net.meanSteps(x);
      case 1 -> net.maxSteps(x);
      case 2 -> net.concat(net.lastStep(net.gru(x, recurrent())), net.meanSteps(x));
      default -> net.lastStep(net.lstm(x, recurrent()));
    };
  }

  private Recurrent recurrent() {
    Recurrent one = Recurrent.of(2 + below(6));
    return below(2) == 0 ? one : one.inBothDirections();
  }

  private Network end(Value features) {
    Value x = features;
    for (int i = 0, n = below(4); i < n; i++) {
      int width = x.shape().dim(-1);
      x =
          switch (below(8)) {
            case 0 -> net.batchNorm(x);
            case 1 -> net.add(x, net.dense(net.tanh(x), units(width)));
            case 2 -> net.concat(net.relu(x), net.dense(x, units(3)));
            case 3 -> net.split(net.concat(x, x), 1, width);
            case 4 -> scaled(x, width);
            case 5 -> net.dropout(net.align(net.freshName("align"), x, sources(width)), 0.3);
            default -> net.activation(net.dense(x, units(2 + below(9))), any());
          };
    }
    net.dense(x, units(5));
    return net.build();
  }

  private Activation any() {
    return Activation.values()[below(Activation.values().length)];
  }

  private Value scaled(Value x, int width) {
    Initializer fill = Initializer.uniform(0.5);
    Tensor factors = fill.parameter(Shape.of(width), 2, "factors");
    Tensor summands = fill.parameter(Shape.of(width), 2, "summands");
    return net.add(net.freshName("scale_shift"), new ScaleShiftLayer(factors, summands), x);
  }
}
